//! How the IR is passed on: what stands in it is built in one file and taken apart in one file, whole.
//!
//! The law is that a new field stops the build in exactly two places. So every struct has
//! - one file with full literals (`ir::ecs`: in `front`; `ir::plan`: in `lower`). A literal with `..base` is allowed beside
//!   it: its base was built by a full literal, which has the new field or does not compile, and so nothing is lost;
//! - one file with full patterns (`ir::ecs`: in `lower`; `ir::plan`: in `back`), and no pattern with `..` anywhere.
//!
//! A variant of an enum with named fields is the same, except that `..` is allowed in patterns beside the full one: they ask
//! which variant it is, and the full pattern still stops the build.

use std::collections::{BTreeMap, BTreeSet};

use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};

use crate::source::{self, Source};
use crate::support;

/// Where a struct or variant is built and taken apart.
#[derive(Default)]
struct Places {
    is_variant: bool,
    literals: BTreeSet<String>,
    patterns: BTreeSet<String>,
    /// Patterns with `..`, with their lines.
    partial: Vec<String>,
}

#[test]
fn what_is_in_the_ir_is_built_once_and_taken_apart_once() {
    let sources = source::all();
    let mut all = declared(&sources);
    assert!(all.len() > 80, "only {} structs and variants found in src/ir", all.len());
    for source in &sources {
        let mut found = Found { source, all: &mut all };
        found.visit_file(&source.syntax);
    }
    let mut wrong = Vec::new();
    for (path, places) in &all {
        let ecs = path.first().is_some_and(|half| half == "ecs");
        let name = path.join("::");
        let (builds, takes) = if ecs { (&["front/", "ir/ecs/"][..], "lower/") } else { (&["lower/"][..], "back/") };
        one_file(&name, "built", &places.literals, builds, &mut wrong);
        one_file(&name, "taken apart", &places.patterns, &[takes], &mut wrong);
        if !places.is_variant {
            wrong.extend(places.partial.iter().map(|place| format!("{place}: `{name}` is taken apart with `..`")));
        }
    }
    support::report_all(
        "places where a new field of the IR could get lost, or would stop the build more than twice:",
        &wrong,
    );
}

fn one_file(name: &str, done: &str, files: &BTreeSet<String>, folders: &[&str], wrong: &mut Vec<String>) {
    let right: Vec<&String> =
        files.iter().filter(|file| folders.iter().any(|folder| file.starts_with(folder))).collect();
    if right.len() != 1 || files.len() != 1 {
        wrong.push(format!(
            "`{name}` must be {done} whole in one file below {}, and is in {files:?}",
            folders.join(" or ")
        ));
    }
}

/// Every struct and variant with named fields, by `["ecs", "Container"]` or `["plan", "Role", "Init"]`.
fn declared(sources: &[Source]) -> BTreeMap<Vec<String>, Places> {
    let mut all = BTreeMap::new();
    for source in sources {
        let Some(half) = source.path.strip_prefix("ir/").and_then(|rest| rest.split_once('/')) else { continue };
        for item in &source.syntax.items {
            match item {
                syn::Item::Struct(it) if matches!(it.fields, syn::Fields::Named(_)) => {
                    all.insert(vec![half.0.to_owned(), it.ident.to_string()], Places::default());
                }
                syn::Item::Enum(it) => {
                    for variant in it.variants.iter().filter(|variant| matches!(variant.fields, syn::Fields::Named(_)))
                    {
                        let path = vec![half.0.to_owned(), it.ident.to_string(), variant.ident.to_string()];
                        all.insert(path, Places { is_variant: true, ..Places::default() });
                    }
                }
                _ => {}
            }
        }
    }
    all
}

struct Found<'a> {
    source: &'a Source,
    all: &'a mut BTreeMap<Vec<String>, Places>,
}

impl Found<'_> {
    /// What a path stands for, if that is in the IR.
    fn places(&mut self, path: &syn::Path) -> Option<&mut Places> {
        let full = self.source.resolve(path);
        let own = self.source.path.strip_prefix("ir/").and_then(|rest| rest.split('/').next());
        let path = match full.strip_prefix(&["ir".to_owned()]) {
            Some(rest) => {
                // A file of the IR may name the module in between.
                let half = rest.first().cloned().into_iter();
                half.chain(rest.iter().skip(1).filter(|part| part.starts_with(char::is_uppercase)).cloned()).collect()
            }
            None => own.map(str::to_owned).into_iter().chain(full).collect::<Vec<_>>(),
        };
        self.all.get_mut(&path)
    }
}

impl<'a> Visit<'a> for Found<'_> {
    fn visit_expr_struct(&mut self, it: &'a syn::ExprStruct) {
        let file = self.source.path.clone();
        if let (Some(places), None) = (self.places(&it.path), &it.dot2_token) {
            places.literals.insert(file);
        }
        visit::visit_expr_struct(self, it);
    }

    fn visit_pat_struct(&mut self, it: &'a syn::PatStruct) {
        let file = self.source.path.clone();
        let line = it.span().start().line;
        if let Some(places) = self.places(&it.path) {
            if it.rest.is_some() {
                places.partial.push(format!("src/{file}:{line}"));
            } else {
                places.patterns.insert(file);
            }
        }
        visit::visit_pat_struct(self, it);
    }

    /// What a macro of the program's own writes is no Rust yet, but its literals can be seen: a path and a brace.
    fn visit_item_macro(&mut self, it: &'a syn::ItemMacro) {
        let mut literals = Vec::new();
        braced(it.mac.tokens.clone(), &mut literals);
        for path in literals {
            let file = self.source.path.clone();
            if let Some(places) = self.places(&path) {
                places.literals.insert(file);
            }
        }
    }

    fn visit_macro(&mut self, it: &'a syn::Macro) {
        if let Ok(Arguments { values, pattern }) = it.parse_body::<Arguments>() {
            values.iter().for_each(|value| self.visit_expr_owned(value));
            if let Some(pattern) = pattern {
                self.visit_pat_owned(&pattern);
            }
        }
    }
}

impl Found<'_> {
    fn visit_expr_owned(&mut self, value: &syn::Expr) {
        Found { source: self.source, all: self.all }.visit_expr(value);
    }

    fn visit_pat_owned(&mut self, pattern: &syn::Pat) {
        Found { source: self.source, all: self.all }.visit_pat(pattern);
    }
}

/// Every path before a brace that holds no `..`.
fn braced(tokens: proc_macro2::TokenStream, found: &mut Vec<syn::Path>) {
    use proc_macro2::{Delimiter, TokenTree};
    let mut path = proc_macro2::TokenStream::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let whole = !group.stream().to_string().contains("..");
                if group.delimiter() == Delimiter::Brace
                    && whole
                    && let Ok(path) = syn::parse2(std::mem::take(&mut path))
                {
                    found.push(path);
                }
                path = proc_macro2::TokenStream::new();
                braced(group.stream(), found);
            }
            TokenTree::Punct(mark) if mark.as_char() == ':' => path.extend([TokenTree::from(mark)]),
            TokenTree::Ident(word) => path.extend([TokenTree::from(word)]),
            TokenTree::Punct(_) | TokenTree::Literal(_) => path = proc_macro2::TokenStream::new(),
        }
    }
}

/// The arguments of `format!`, `vec!`, `assert!` and the like: expressions; of `matches!`: an expression and a pattern.
struct Arguments {
    values: Vec<syn::Expr>,
    pattern: Option<syn::Pat>,
}

impl Parse for Arguments {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let mut arguments = Arguments { values: Vec::new(), pattern: None };
        while !input.is_empty() {
            let ahead = input.fork();
            let is_value = ahead.parse::<syn::Expr>().is_ok() && (ahead.is_empty() || ahead.peek(syn::Token![,]));
            if is_value {
                arguments.values.push(input.parse()?);
            } else {
                arguments.pattern = Some(syn::Pat::parse_multi_with_leading_vert(input)?);
                if input.peek(syn::Token![if]) {
                    input.parse::<syn::Token![if]>()?;
                    arguments.values.push(input.parse()?);
                }
            }
            if !input.is_empty() {
                input.parse::<syn::Token![,]>()?;
            }
        }
        Ok(arguments)
    }
}

#[test]
fn the_ir_derives_nothing_that_hides_unread_fields() {
    const PLAIN: &[&str] = &["Debug", "Clone"];
    // An enum without fields has nothing that could go unread.
    const FIELDLESS: &[&str] = &["Debug", "Clone", "Copy", "PartialEq", "Eq", "PartialOrd", "Ord"];
    let mut wrong = Vec::new();
    let mut derives = 0;
    for source in source::all().iter().filter(|source| source.path.starts_with("ir/")) {
        for item in &source.syntax.items {
            let (name, attributes, allowed) = match item {
                syn::Item::Struct(it) => (&it.ident, &it.attrs, PLAIN),
                syn::Item::Enum(it) if it.variants.iter().all(|variant| variant.fields.is_empty()) => {
                    (&it.ident, &it.attrs, FIELDLESS)
                }
                syn::Item::Enum(it) => (&it.ident, &it.attrs, PLAIN),
                _ => continue,
            };
            for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
                attribute
                    .parse_nested_meta(|meta| {
                        let derived =
                            meta.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
                        derives += 1;
                        if !allowed.contains(&derived.as_str()) {
                            wrong.push(format!("src/{}: `{name}` must not derive {derived}", source.path));
                        }
                        Ok(())
                    })
                    .expect("a list of names");
            }
        }
    }
    assert!(derives > 100, "only {derives} derives found");
    support::report_all("derives that silence `dead_code`:", &wrong);
}

#[test]
fn to_follow_a_field_only_the_folder_changes() {
    let names = |folder: &str| -> BTreeSet<String> {
        let files = support::files_below(&support::root().join("src").join(folder));
        files.into_iter().filter(|file| file.ends_with(".rs") && file != "mod.rs" && !file.contains('/')).collect()
    };
    let (front, ecs) = (names("front/ecs"), names("ir/ecs"));
    let without = |mut files: BTreeSet<String>, file: &str| {
        assert!(files.remove(file), "{file} is gone: take it out of this test");
        files
    };
    // The estate is filled by `front` itself, document by document.
    assert_eq!(front, without(ecs, "estate.rs"), "front/ecs and ir/ecs must have the same files");
    // Roles and policies are no objects of Kubernetes: `back/iam` writes them. Nor are the ways of logs: `back/platform` does.
    let plan = without(without(names("ir/plan"), "iam.rs"), "logging.rs");
    let writers = names("back/kubernetes");
    let missing: Vec<&String> = plan.difference(&writers).collect();
    assert!(missing.is_empty(), "ir/plan has files that back/kubernetes lacks: {missing:?}");
}
