"""What the fork server of `warm_bot.py` has in its memory: the whole program, and all that it reads when it starts or speaks.

With both kinds of backend: that a bot loads only what it is configured with is held by `test_loaded_sdks.py`.
"""

import gc

import warm_bot

from bot import cli
from bot.app.detect_language import weigh_languages
from bot.danger_words.find_phrase import find_trip
from bot.llm import anthropic, openai
from bot.masking.lexicon import build_lexicon
from bot.session.danger.own_words import drop_own_lines
from bot.words import languages, load_bundle
from bot.words.book import load_built_in_book

LOADED = (cli.main, warm_bot.fork_bot, anthropic, openai)

load_built_in_book()
build_lexicon()
find_trip("")
weigh_languages("")
for language in languages():
    load_bundle(language)
drop_own_lines("a line that is long enough to be one of ours")
gc.collect()
gc.freeze()  # a bot that is forked shares these pages, and does not look through them
