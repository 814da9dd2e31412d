"""What the fork server of `warm_bot.py` has in its memory: the whole program, and all that it reads when it starts."""

import gc

import warm_bot

from bot import cli
from bot.app.detect_language import weigh_languages
from bot.danger_words.find_phrase import find_trip
from bot.masking.lexicon import build_lexicon
from bot.words.book import load_built_in_book

LOADED = (cli.main, warm_bot.fork_bot)

load_built_in_book()
build_lexicon()
find_trip("")
weigh_languages("")
gc.collect()
gc.freeze()  # a bot that is forked shares these pages, and does not look through them
