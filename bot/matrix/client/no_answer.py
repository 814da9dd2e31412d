"""Why the homeserver gave no answer, as far as the connection shows it: each cause with its own remedy."""

from ssl import SSLCertVerificationError

from aiohttp import (
    ClientConnectorCertificateError,
    ClientConnectorDNSError,
    ClientConnectorError,
    ClientSSLError,
)

from bot.errors import HomeserverDown

_RIGHT = "Check that it runs and that `homeserver` in bot.yaml is right."
NO_MATRIX = (
    "What answers at `homeserver` does not speak Matrix: a web page, perhaps, or a proxy's.",
    "Open that address with `/_matrix/client/versions` behind it: JSON has to come; a proxy has to pass `/_matrix` on.",
)
"""What is the matter where something answers, and what to do."""
_EXPIRED, _OWN_SIGNED, _WRONG_NAME = 10, frozenset({18, 19, 20, 21}), frozenset({62, 64})
"""Why a certificate does not hold, by OpenSSL's numbers (x509_vfy.h): over; of an issuer that nobody here knows; another name."""


def explain_no_answer(error: Exception) -> HomeserverDown:
    """Return the error for a request that got no answer, or none that can be read. Nothing that came is quoted."""
    if isinstance(error, ClientConnectorCertificateError):
        return HomeserverDown(*_explain_certificate(error.certificate_error))
    if isinstance(error, ClientSSLError):
        return HomeserverDown(
            "What listens at `homeserver` does not speak https.",
            "Write the port at which it speaks https; `http://` only where it is on this machine.",
        )
    if isinstance(error, ClientConnectorDNSError):
        return HomeserverDown(
            "The name in `homeserver` is not known to this machine (no such host).",
            "Correct it in bot.yaml, or look at DNS.",
        )
    if isinstance(error, ClientConnectorError):
        return HomeserverDown(
            "Nothing listens at the address of `homeserver`, or it cannot be reached from here.", _RIGHT
        )
    if isinstance(error, TimeoutError):
        return HomeserverDown("The homeserver does not answer in time.", _RIGHT)
    if isinstance(error, ValueError | TypeError):
        return HomeserverDown(*NO_MATRIX)
    return HomeserverDown(f"The homeserver does not answer ({type(error).__name__}).", _RIGHT)


def _explain_certificate(error: Exception) -> tuple[str, str]:
    """Return why the homeserver's certificate does not hold here, and what to do."""
    code = error.verify_code if isinstance(error, SSLCertVerificationError) else 0
    if code == _EXPIRED:
        return "The homeserver's certificate has expired.", "Renew it there; look at the clock of this machine too."
    if code in _WRONG_NAME:
        return (
            "The homeserver's certificate is for another name than `homeserver` in bot.yaml.",
            "Write the name that stands in the certificate.",
        )
    if code in _OWN_SIGNED:
        return (
            "The homeserver's certificate is signed by nobody whom this machine knows.",
            "Name the certificate of whoever signed it, as a PEM file, in `ca_file` of bot.yaml.",
        )
    return "The homeserver's certificate does not hold on this machine.", "Look at it, and at `ca_file` in bot.yaml."
