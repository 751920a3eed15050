"""固证: visiting a page with a browser and keeping what it showed as evidence."""

from crawler.capture.capture import (
    CaptureRequest,
    CaptureResult,
    capture_leads,
    capture_page,
)

__all__ = ["CaptureRequest", "CaptureResult", "capture_leads", "capture_page"]
