//! Texts that are hardly JSON or YAML: cut off, and any bytes at all. They must end in words, not in a panic.

use proptest::prelude::*;
use proptest::sample::Index;

use crate::cases;
use crate::mutate::write;
use crate::world::{BASES, World};

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn a_text_that_is_cut_off_is_an_error_at_a_place(base in 0..BASES.len(), file in any::<Index>(), at in any::<Index>(), put in ".{0,3}") {
        let mut world = write(&BASES[base], true);
        let chosen = file.index(world.0.len());
        let (name, text) = &mut world.0[chosen];
        let cut = text.char_indices().map(|(offset, _)| offset).nth(at.index(text.chars().count())).unwrap_or(0);
        text.truncate(cut);
        text.push_str(&put);
        let (name, text) = (name.clone(), text.clone());
        let run = world.convert();
        let sound = serde_json::from_str::<serde_json::Value>(&text).is_ok() || serde_yaml::from_str::<serde_json::Value>(&text).is_ok();
        let index = run_file(&world, &name);
        let told = run.findings().iter().any(|finding| finding.at.span.file == index);
        prop_assert!(sound || told, "nothing is said of {name}:\n{text}");
    }

    #[test]
    fn any_text_ends_in_words(text in any::<String>(), yaml in any::<bool>()) {
        let name = if yaml { "any.yaml" } else { "any.json" };
        let run = World(vec![(name.to_owned(), text)]).convert();
        prop_assert!(run.files().iter().all(|(path, _)| !path.starts_with("charts/")));
    }

    #[test]
    fn any_lines_of_yaml_end_in_words(text in r#"([ ]{0,6}(- |\? |: |[a-z]{1,4}: ?|"|'|\||>|&a |\*a |\{|\}|\[|\]|#|!t |~|,)[a-z0-9]{0,3}\n){0,12}"#) {
        World(vec![("any.yml".to_owned(), text)]).convert();
    }
}

fn run_file(world: &World, name: &str) -> u32 {
    world.0.iter().position(|(other, _)| other == name).unwrap_or_default() as u32
}
