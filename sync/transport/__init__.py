"""Ways to the centre behind one protocol: over HTTP, or carried in a folder."""

from sync.transport.protocol import Accepted, Caller, Carried, Refused, Said, Standing, Transport, Waiting

__all__ = ["Accepted", "Caller", "Carried", "Refused", "Said", "Standing", "Transport", "Waiting"]
