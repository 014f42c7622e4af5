//! What a couple adds that says more: another thanks a day and its heart, a list kept together, and notes of one's own.

use accord_client_core::act::vault::PrivateKind;
use accord_client_core::client::command::{Command, Reply};
use accord_client_core::client::joint::JointCommand;
use accord_client_core::client::joint::view::JointThing;
use accord_client_core::client::notes::PrivateCommand;
use accord_client_core::law::beside::command::BesideCommand as Beside;
use accord_client_core::law::command::LawCommand;

use super::{Who, Years};
use crate::Outcome;

impl Years {
    pub(super) async fn begin_list(&mut self) -> Outcome<()> {
        let title = "What we want to bring".to_owned();
        self.list = self.joint(Who::Ana, JointCommand::AddList { title }).await?.id;
        Ok(())
    }

    pub(super) async fn more(&mut self) -> Outcome<()> {
        let weekday = self.day % 7;
        for (who, other) in [(Who::Ana, Who::Ben), (Who::Ben, Who::Ana)] {
            self.gladly(who, other, "for the message this morning").await?;
            if matches!(weekday, 0 | 2 | 3 | 5) {
                let today = self.today();
                let text = format!("Thank you for calling on {today}, although it was late");
                self.beside(who, Beside::Thanks { text, about: None, tag: None }).await?;
            }
            if weekday == 4 {
                self.note(who).await?;
            }
        }
        match weekday {
            1 => self.item(Who::Ana).await,
            3 => self.item(Who::Ben).await,
            _ => Ok(()),
        }
    }

    /// Thanks, and a heart for it the day after.
    async fn gladly(&mut self, who: Who, other: Who, what: &str) -> Outcome<()> {
        let text = format!("Thank you {what}, {}", self.today());
        let id = self.beside(who, Beside::Thanks { text, about: None, tag: None }).await?;
        self.plan(1, other, LawCommand::Beside(Beside::Heart { id, on: true }));
        Ok(())
    }

    /// An own note that nobody else sees.
    async fn note(&mut self, who: Who) -> Outcome<()> {
        let text = format!("What I noticed about myself in the week of {}", self.today());
        let kind = PrivateKind::Reflection;
        let what = PrivateCommand::Add { kind, text, about: None, stage: None };
        self.run(who, Command::Private { what, pin: None }).await.map(drop)
    }

    /// One more line of the list; the one before is ticked and put away.
    async fn item(&mut self, who: Who) -> Outcome<()> {
        let text = format!("Bread and tea for {}", self.today());
        let list = self.list.clone();
        let shown = self.joint(who, JointCommand::AddItem { list, text: text.clone() }).await?;
        let items = shown.items.ok_or("not a list")?;
        if let Some(done) = items.iter().find(|item| !item.away && item.text != text) {
            let id = done.id.clone();
            self.joint(who, JointCommand::Tick { id: id.clone(), on: true }).await?;
            self.joint(who, JointCommand::PutAway { id, on: true }).await?;
        }
        Ok(())
    }

    async fn joint(&mut self, who: Who, what: JointCommand) -> Outcome<JointThing> {
        match self.run(who, Command::Joint(what)).await? {
            Reply::JointThing(thing) => Ok(*thing),
            other => Err(format!("nothing joint: {other:?}").into()),
        }
    }
}
