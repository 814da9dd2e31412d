"""What only the command line uses: looking, erasing, trimming, reporting, beside the bot or without it."""
