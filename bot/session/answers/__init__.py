"""What a model wrote, before anybody sees it: a form for each task, nothing blatant, nothing of ours imitated. Pure."""
