"""Languages as people use them: their names, rough words, the clinic's terms, who is denied what."""
