"""Plain HTTP behind one small port, so that a connector can be tried on anything that answers."""

from skupnost.kit.http.messages import Answer, Request, Upload
from skupnost.kit.http.port import Transport

__all__ = ["Answer", "Request", "Transport", "Upload"]
