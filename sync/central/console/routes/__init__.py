"""The console's addresses, one file for each kind of page."""

from sync.central.console.routes import cases, doors, exports, office, photos

ROUTERS = (doors.router, cases.router, photos.router, exports.router, office.router)

__all__ = ["ROUTERS"]
