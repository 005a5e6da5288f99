from tests.support.fixtures import desktop_session, x_module, x_server

__all__ = ["desktop_session", "x_module", "x_server"]
