"""The exam for models: its items as data, and what is counted of each answer. Pure; `bot/app/operator/exam.py` holds it."""
