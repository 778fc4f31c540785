"""Chinese beside the English in the code: tables by the English words. A test finds missing and dead entries."""
