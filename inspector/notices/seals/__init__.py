"""Electronic seals in a printed notice (PAdES): put in, read again, dated later in a copy."""

from inspector.notices.seals.sealer import PadesSealer, SealKey

__all__ = ["PadesSealer", "SealKey"]
