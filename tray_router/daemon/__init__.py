"""The daemon: the composition root, its lifecycle, the control socket and the window's pipe."""
