"""What a message asks of the bot: the table of commands, and how a message is recognised as one."""
