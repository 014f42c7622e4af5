//! A terminal a command writes to: real for the command, and looked at here as a camera would.

use std::fs::File;
use std::io::Read as _;
use std::process::Stdio;

use rustix::fs::{Mode, OFlags, open};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use super::Person;

/// How bright what no command coloured is: letters, and what is behind them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    Light,
    Dark,
}

const BLACK: u8 = 0;
const WHITE: u8 = 255;
/// Pixels a half block is wide and high.
const PIXELS: usize = 4;

/// Everything a command writes to a terminal of its own.
#[track_caller]
pub fn on_terminal(person: &Person, words: &[&str]) -> String {
    let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&terminal).unwrap();
    unlockpt(&terminal).unwrap();
    let name = ptsname(&terminal, Vec::new()).unwrap();
    let side = open(name.as_c_str(), OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).unwrap();
    let mut command = person.command(words);
    let mut child = command.stdout(Stdio::from(side)).spawn().unwrap();
    // The command's end is the last one then, and the terminal ends with it.
    drop(command);
    let mut written = Vec::new();
    // The end of a terminal reads as an error.
    let _ = File::from(terminal).read_to_end(&mut written);
    assert!(child.wait().unwrap().success(), "accord {}", words.join(" "));
    String::from_utf8(written).unwrap()
}

/// What a camera in front of the screen reads.
pub fn photographed(written: &str, look: Look) -> Vec<String> {
    let (letters, behind) = match look {
        Look::Light => (BLACK, WHITE),
        Look::Dark => (WHITE, BLACK),
    };
    let mut rows: Vec<Vec<u8>> = Vec::new();
    for line in written.lines() {
        let (mut fore, mut back) = (letters, behind);
        let (mut upper, mut lower) = (Vec::new(), Vec::new());
        let mut rest = line.trim_end_matches('\r').chars();
        while let Some(letter) = rest.next() {
            if letter == '\u{1b}' {
                let codes: String = rest.by_ref().skip(1).take_while(|c| *c != 'm').collect();
                for code in codes.split(';') {
                    match code {
                        "30" => fore = BLACK,
                        "107" => back = WHITE,
                        "0" | "" => (fore, back) = (letters, behind),
                        _ => {}
                    }
                }
                continue;
            }
            let (above, below) = match letter {
                '█' => (fore, fore),
                '▀' => (fore, back),
                '▄' => (back, fore),
                _ => (back, back),
            };
            upper.push(above);
            lower.push(below);
        }
        rows.extend([upper, lower]);
    }
    let wide = rows.iter().map(Vec::len).max().unwrap_or_default();
    let at = |x: usize, y: usize| rows[y / PIXELS].get(x / PIXELS).copied().unwrap_or(behind);
    let mut image =
        rqrr::PreparedImage::prepare_from_greyscale(wide * PIXELS, rows.len() * PIXELS, at);
    let codes = image.detect_grids().into_iter();
    codes.filter_map(|code| code.decode().ok()).map(|(_, text)| text).collect()
}
