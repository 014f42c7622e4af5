//! Nothing a person wrote and nothing secret is printed by accident: canaries through the whole surface, looked for in every `Debug`.

use rand_core::CryptoRng;

use super::Client;
use super::command::{Command, Invitation, RelayAddress, Reply};
use super::io::{Input, Output};
use crate::crypto::testing::TestRng;
use crate::crypto::{Secret, StoreKey};
use crate::law::command::{AgreementKind, Area, BoundaryWords, LawCommand, Polarity, Wording};
use crate::time::Now;

const NAME: &str = "CANARY-NAME";
const WORDS: &str = "CANARY-WORDS";
const TOKEN: &str = "CANARY-TOKEN";
const LINK: &str = "CANARY-LINK";

fn assert_silent(printed: &str, more: &[String]) {
    let canaries = [NAME, WORDS, TOKEN, LINK].into_iter().chain(more.iter().map(String::as_str));
    for canary in canaries {
        // As text, and as a list of bytes.
        let bytes = format!("{:?}", canary.as_bytes());
        let bytes = bytes.trim_matches(['[', ']']);
        assert!(!printed.contains(canary) && !printed.contains(bytes), "{canary} in {printed}");
    }
}

/// Feeds one command and everything that becomes durable, and looks at all that is printable on the way.
fn feed(client: &mut Client, rng: &mut dyn CryptoRng, command: Command) -> Vec<Reply> {
    let now = Now { unix_ms: 1_795_348_800_000, mono_ms: 0, zone: "Europe/Berlin".into() };
    let input = Input::Command { ticket: 1, command };
    assert_silent(&format!("{input:?} {input:#?}"), &[]);
    let mut inputs = vec![input];
    let mut replies = Vec::new();
    while let Some(input) = inputs.pop() {
        client.handle(&now, rng, input);
        while let Some(output) = client.poll() {
            assert_silent(&format!("{output:?} {output:#?}"), &[]);
            match output {
                Output::Save(batch) => inputs.push(Input::Saved { batch: batch.id }),
                Output::Reply { outcome, .. } => replies.extend(*outcome),
                _ => {}
            }
        }
    }
    replies
}

#[test]
fn no_debug_of_a_client_or_its_surface_prints_a_secret_or_a_persons_words() {
    let mut rng = TestRng::new(7);
    let mut client = Client::new(StoreKey::from_secret(Secret::from_bytes([9; 32])));
    let relay = RelayAddress { url: "https://relay.example".into(), token: Some(TOKEN.into()) };
    let init =
        Command::Init { name: NAME.into(), device_name: NAME.into(), relay: Some(relay.clone()) };
    let replies = feed(&mut client, &mut rng, init);
    let Some(Reply::Init(made)) = replies.first() else { panic!("an identity") };
    let phrase = made.recovery_words.join(" ");
    let spelled = vec![phrase, format!("{:?}", made.recovery_words)];
    assert_silent(&format!("{made:?} {replies:?} {relay:?}"), &spelled);

    let words = BoundaryWords {
        area: Some(Area::Digital),
        text: Some(WORDS.into()),
        ..BoundaryWords::default()
    };
    let what = LawCommand::BoundaryAdd { polarity: Polarity::Limit, words };
    assert_silent(&format!("{what:?} {what:#?}"), &[]);
    let replies = feed(&mut client, &mut rng, Command::Say { what, draft: true });
    assert_silent(&format!("{replies:?}"), &spelled);
    let Some(Reply::Boundary(view)) = replies.first() else { panic!("a limit") };
    assert!(serde_json::to_string(view).unwrap().contains(WORDS), "it does hold the words");
    assert_silent(&format!("{view:?} {view:#?}"), &[]);
    let words =
        Wording { text: Some(WORDS.into()), area: Some(Area::Digital), ..Wording::default() };
    assert_silent(&format!("{words:?} {words:#?}"), &[]);
    let what = LawCommand::AgreePropose { kind: AgreementKind::Expectation, words };
    let replies = feed(&mut client, &mut rng, Command::Say { what, draft: true });
    let Some(Reply::Agreement(view)) = replies.first() else { panic!("an agreement") };
    assert!(serde_json::to_string(view).unwrap().contains(WORDS), "it does hold the words");
    assert_silent(&format!("{view:?} {:?} {:?} {:?}", view.open, view.in_force, view.history), &[]);
    for look in [Command::Drafts, Command::Status] {
        let replies = feed(&mut client, &mut rng, look);
        assert_silent(&format!("{replies:?}"), &[]);
        for reply in replies {
            match reply {
                Reply::Drafts(views) => assert_silent(&format!("{views:?}"), &[]),
                Reply::Status(view) => assert_silent(&format!("{view:?}"), &[]),
                _ => {}
            }
        }
    }
    feed(&mut client, &mut rng, Command::Invite { spoken: true, with: Vec::new() });
    let spoken = client.home.as_ref().and_then(|home| home.pairing.as_ref());
    let spoken = spoken.and_then(|pairing| pairing.spoken.clone()).expect("spoken words");
    let view = client.invite_view();
    assert_silent(&format!("{view:?} {client:?} {client:#?}"), &[spelled, vec![spoken]].concat());

    let invitation = Invitation::Link(LINK.into());
    let join = Command::Join {
        invitation: invitation.clone(),
        name: Some(NAME.into()),
        device_name: NAME.into(),
        token: Some(TOKEN.into()),
    };
    let spoken = Invitation::Spoken { words: vec![WORDS.into()], relay: "x".into(), own: false };
    assert_silent(&format!("{join:?} {join:#?} {invitation:?} {spoken:?}"), &[]);
    let http = Output::Http { request: 1, url: "https://r".into(), body: Some(TOKEN.into()) };
    assert_silent(&format!("{http:?}"), &[]);
}
