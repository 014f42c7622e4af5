//! `Debug` for types that hold words or secrets: the name of the variant or type, and nothing else.
//!
//! A partner's words, a token or a phrase printed by accident would outlive every key. The macros match without a wildcard, so a new
//! variant has to be named here.

/// `Debug` that gives the name of the variant.
macro_rules! silent_enum {
    ($type:ident: $($variant:ident),+ $(,)?) => {
        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(match self {
                    $(Self::$variant { .. } => concat!(stringify!($type), "::", stringify!($variant)),)+
                })
            }
        }
    };
}

/// `Debug` that gives the name of the type.
macro_rules! silent {
    ($($type:ident),+ $(,)?) => {$(
        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(stringify!($type))
            }
        }
    )+};
}

pub(crate) use {silent, silent_enum};
