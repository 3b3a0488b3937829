"""The core of the product: records, law, evidence; no Qt and no HTTP."""
