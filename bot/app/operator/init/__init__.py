"""`thirdchair init`: from nothing to a bot that can be started, each step done once and taken up where it was left."""
