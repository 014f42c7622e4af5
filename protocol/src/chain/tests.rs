//! Rules a to e and the body rules, one by one.
