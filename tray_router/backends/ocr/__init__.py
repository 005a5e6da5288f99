"""Text in images, read on this machine by RapidOCR where the ``ocr`` extra is installed."""

from tray_router.backends.ocr.reader import RapidOcrReader, is_installed

__all__ = ["RapidOcrReader", "is_installed"]
