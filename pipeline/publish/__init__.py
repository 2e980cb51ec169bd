"""Publishing: finished programmes go to targets, whole or not at all, once; a ledger keeps which are where."""
