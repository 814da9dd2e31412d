"""What keeps people safe, each a subject of its own: masking, the words of danger with the help-lines, and the audit's entries. Pure.

`masking.mask` is the only maker of text that may go to a model; `crisis.tripped` looks for danger, `helplines` has who to
call; `deeds` and `audit` turn a decision into entries of the audit without a word of anybody's.
"""
