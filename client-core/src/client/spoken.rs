//! Commands as JSON: `{"do": "say", "what": {"say": "boundary_add", …}}`.
//!
//! One field names which command it is, beside the command's own fields. The derive for that shape keeps everything in a form of its own
//! first and is compiled for every command again: a twelfth of what a browser loads. Here the whole is a `Value` before anything is looked
//! at, so the field is simply taken out.

use serde::Deserialize;
use serde::de::value::StringDeserializer;
use serde::de::{self, DeserializeSeed, Error as _, IntoDeserializer, Unexpected, Visitor};
use serde_json::{Error, Value};

use super::command::Command;

/// The field that names which one it is, for every type that is told by one.
const FIELDS: [(&str, &str); 9] = [
    ("Command", "do"),
    ("Beside", "look"),
    ("JointCommand", "joint"),
    ("PrivateCommand", "private"),
    ("ImportCommand", "import"),
    ("LawCommand", "say"),
    ("RitualCommand", "what"),
    ("RepairCommand", "repair"),
    ("BesideCommand", "beside"),
];

/// Reads a command.
///
/// # Errors
/// What is not JSON, and what no command is.
pub fn command(text: &str) -> Result<Command, Error> {
    Command::deserialize(Told(serde_json::from_str(text)?))
}

/// A value that is read.
struct Told(Value);

impl Told {
    fn wrong(&self, visitor: &impl de::Expected) -> Error {
        let found = match &self.0 {
            Value::Null => Unexpected::Unit,
            Value::Bool(found) => Unexpected::Bool(*found),
            Value::Number(_) => Unexpected::Other("number"),
            Value::String(found) => Unexpected::Str(found),
            Value::Array(_) => Unexpected::Seq,
            Value::Object(_) => Unexpected::Map,
        };
        Error::invalid_type(found, visitor)
    }
}

macro_rules! numbers {
    ($($name:ident)+) => {$(
        fn $name<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            match &self.0 {
                Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                    (Some(number), _) => visitor.visit_u64(number),
                    (None, Some(number)) => visitor.visit_i64(number),
                    (None, None) => visitor.visit_f64(number.as_f64().unwrap_or(f64::NAN)),
                },
                _ => Err(self.wrong(&visitor)),
            }
        }
    )+};
}

impl<'de> de::Deserializer<'de> for Told {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        de::Deserializer::deserialize_any(self.0, visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Bool(said) => visitor.visit_bool(said),
            _ => Err(self.wrong(&visitor)),
        }
    }

    numbers! {
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_string(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::String(text) => visitor.visit_string(text),
            _ => Err(self.wrong(&visitor)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Array(all) => visitor.visit_seq(All(all.into_iter())),
            _ => Err(self.wrong(&visitor)),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Object(fields) => visitor.visit_map(Fields(fields.into_iter(), Value::Null)),
            _ => Err(self.wrong(&visitor)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let field = FIELDS.iter().find(|(known, _)| *known == name).map(|(_, field)| *field);
        let named = match (self.0, field) {
            (Value::Object(mut rest), Some(field)) => match rest.remove(field) {
                Some(Value::String(which)) => Named { which, rest: Value::Object(rest) },
                Some(other) => return Err(Self(other).wrong(&"a word")),
                None => return Err(Error::missing_field(field)),
            },
            (Value::String(which), None) => Named { which, rest: Value::Null },
            (Value::Object(only), None) if only.len() == 1 => {
                let Some((which, rest)) = only.into_iter().next() else {
                    return Err(Error::invalid_length(0, &visitor));
                };
                Named { which, rest }
            }
            (other, _) => return Err(Self(other).wrong(&visitor)),
        };
        visitor.visit_enum(named)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        i128 u128 f32 f64 char bytes byte_buf unit unit_struct tuple_struct identifier
    }
}

struct All(std::vec::IntoIter<Value>);

impl<'de> de::SeqAccess<'de> for All {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        self.0.next().map(|value| seed.deserialize(Told(value))).transpose()
    }
}

/// The fields, and the value of the one whose name was read.
struct Fields(serde_json::map::IntoIter, Value);

impl<'de> de::MapAccess<'de> for Fields {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some((name, value)) = self.0.next() else { return Ok(None) };
        self.1 = value;
        let name: StringDeserializer<Error> = name.into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(Told(self.1.take()))
    }
}

/// Which one it is, and what it holds.
struct Named {
    which: String,
    rest: Value,
}

impl<'de> de::EnumAccess<'de> for Named {
    type Error = Error;
    type Variant = Told;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Told), Error> {
        let which: StringDeserializer<Error> = self.which.into_deserializer();
        Ok((seed.deserialize(which)?, Told(self.rest)))
    }
}

impl<'de> de::VariantAccess<'de> for Told {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        de::Deserializer::deserialize_seq(self, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        de::Deserializer::deserialize_map(self, visitor)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::import::ImportCommand;
    use super::super::joint::JointCommand;
    use super::super::notes::PrivateCommand;
    use super::*;
    use crate::client::beside::Beside;
    use crate::law::beside::command::BesideCommand;
    use crate::law::command::LawCommand;
    use crate::law::repair::command::RepairCommand;
    use crate::law::ritual::command::RitualCommand;

    fn told(said: &Value) -> Result<Command, String> {
        command(&said.to_string()).map_err(|error| error.to_string())
    }

    fn law(what: &Value) -> Result<LawCommand, String> {
        match told(&json!({"do": "say", "what": what, "draft": false}))? {
            Command::Say { what, .. } => Ok(what),
            other => Err(format!("{other:?}")),
        }
    }

    #[test]
    fn every_kind_of_command_is_read_through_all_its_levels() {
        let address = json!({"url": "http://x", "token": null});
        let init =
            told(&json!({"do": "init", "name": "Ana", "device_name": "a", "relay": address}));
        assert!(
            matches!(init, Ok(Command::Init { relay: Some(relay), .. }) if relay.token.is_none())
        );
        assert!(matches!(told(&json!({"do": "words", "more": 1})), Ok(Command::Words)));
        let words = json!({"text": "Calls on Sundays", "area": "time"});
        let import = told(&json!({"do": "import", "import": "remove", "id": "ab"}));
        assert!(matches!(import, Ok(Command::Import(ImportCommand::Remove { .. }))));
        let ritual = json!({"say": "ritual", "what": "propose", "words": words, "ritual": {}});
        assert!(matches!(law(&ritual), Ok(LawCommand::Ritual(RitualCommand::Propose { .. }))));
        let repair = json!({"say": "repair", "repair": "open", "title": "x", "about": null});
        assert!(matches!(
            law(&repair),
            Ok(LawCommand::Repair(RepairCommand::Open { about: None, .. }))
        ));
        let checkin =
            json!({"say": "beside", "beside": "checkin", "words": {}, "now": true, "tell": false});
        assert!(matches!(
            law(&checkin),
            Ok(LawCommand::Beside(BesideCommand::Checkin { round: None, now: true, .. }))
        ));
        let joint = told(&json!({"do": "joint", "joint": "list", "away": true}));
        assert!(
            matches!(joint, Ok(Command::Joint(JointCommand::List { away: true }))),
            "{joint:?}"
        );
        let look = told(&json!({"do": "beside", "look": "checkins"}));
        assert!(matches!(look, Ok(Command::Beside(Beside::Checkins))), "{look:?}");
        let what = json!({"private": "add", "kind": "reflection", "text": "x"});
        let note = told(&json!({"do": "private", "what": what, "pin": null}));
        let Ok(Command::Private { what, pin: None }) = note else { panic!("{note:?}") };
        assert!(matches!(what, PrivateCommand::Add { about: None, .. }));
    }

    #[test]
    fn what_no_command_is_is_refused_with_what_is_wrong() {
        let cases = [
            (json!({"do": "no_such_thing"}), "unknown variant"),
            (json!({"say": "words"}), "missing field `do`"),
            (json!({"do": 1}), "invalid type: number, expected a word"),
            (json!("words"), "invalid type: string"),
            (json!({"do": "invite", "with": []}), "missing field `spoken`"),
            (json!({"do": "invite", "spoken": "yes", "with": []}), "expected a boolean"),
            (json!({"do": "say", "what": {"say": "name"}, "draft": true}), "missing field `name`"),
        ];
        for (said, wrong) in cases {
            let error = told(&said).unwrap_err();
            assert!(error.contains(wrong), "{said}: {error}");
        }
    }
}
