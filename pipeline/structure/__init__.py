"""Where a block belongs: template, cues, placement, ledger, draft and follow-up."""
