"""Third Chair: an AI that sits in on therapy sessions in Matrix rooms, under the therapist's control."""

import sys

__version__ = "0.2.0"


def _bind_without_cffi() -> None:
    """Let pycryptodome, which nio brings, bind its C code by what Python has: for cffi it would load a parser of C, 2 MB."""
    known = sys.modules.get("cffi")
    sys.modules["cffi"] = None  # type: ignore[assignment]  # how Python says that there is none
    import Crypto.Util._raw_api  # noqa: F401, PLC0415 - it chooses while it is imported

    if known is None:
        del sys.modules["cffi"]
    else:
        sys.modules["cffi"] = known


_bind_without_cffi()
