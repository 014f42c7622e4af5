//! The safety rules of the product, one test a rule, through the real relay and the real programs.
//!
//! `n01` to `n15` are what must never be, `a01` to `a15` what must always be. Rules that a program of text on one's own machine cannot show:
//!
//! | rule | why there is no test here |
//! |---|---|
//! | A4 quick hide | a page that blanks itself and leads elsewhere is the phone app's; a terminal is closed |
//! | A5 PIN, plain lists | the app's lock; the private page's own key and lock are in `private`, the store's passphrase is in `at_rest` and in the command line's own tests |
//! | A7 devices | `devices`: adding, removing, what a removed one may no longer do |
//! | A13 language B1, contrast | read and looked at by people; that leaving needs nothing but the command is in `a02` |

mod always;
mod life;
mod never;
