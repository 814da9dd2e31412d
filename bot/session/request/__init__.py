"""A question to a model: composed once, judged, priced and put into words."""
