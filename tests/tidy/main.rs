//! The rules of the repository that a compiler does not know, each as a test.
//!
//! Every rule is a function from files to findings, so that each has two tests: it finds nothing here, and it
//! finds what is planted. Must not build, run or change anything; it reads files and asks cargo for its tree.

mod code;
mod files;
mod licences;
mod messages;
mod rust;
mod text;
mod threats;
mod tree;

/// Fails with one line for each finding.
#[track_caller]
fn nothing(findings: Vec<String>) {
    assert!(findings.is_empty(), "\n  {}\n", findings.join("\n  "));
}
