"""Third Chair: an AI that sits in on therapy sessions in Matrix rooms, under the therapist's control."""

__version__ = "0.2.0"
