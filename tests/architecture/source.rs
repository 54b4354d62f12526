//! The program's own source, parsed: every file, and what a path in it stands for. Code of `#[cfg(test)]` is left out.

use std::collections::BTreeMap;

use quote::ToTokens as _;
use syn::visit_mut::VisitMut;

use crate::support;

/// One file below `src/`.
pub(crate) struct Source {
    /// Such as `lower/arn.rs`.
    pub(crate) path: String,
    pub(crate) syntax: syn::File,
    /// The module that it is, such as `["lower", "arn"]`.
    module: Vec<String>,
    /// What names stand for that `use` brought in.
    uses: BTreeMap<String, Vec<String>>,
}

/// All files but those that are only compiled for tests.
pub(crate) fn all() -> Vec<Source> {
    let src = support::root().join("src");
    let paths = support::files_below(&src).into_iter().filter(|path| path.ends_with(".rs"));
    let sources: Vec<Source> = paths.filter(|path| !of_tests(path)).map(|path| read(&src, path)).collect();
    assert!(sources.len() > 100, "only {} files found", sources.len());
    sources
}

fn of_tests(path: &str) -> bool {
    path.split('/').any(|part| part == "tests" || part == "tests.rs")
}

fn read(src: &std::path::Path, path: String) -> Source {
    let text = support::read(&src.join(&path));
    let mut syntax = syn::parse_file(&text).unwrap_or_else(|error| panic!("src/{path}: {error}"));
    WithoutTests.visit_file_mut(&mut syntax);
    let mut module: Vec<String> = path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if matches!(module.last().map(String::as_str), Some("mod" | "lib" | "main")) {
        module.pop();
    }
    let mut source = Source { path, syntax, module, uses: BTreeMap::new() };
    let mut found = Uses(Vec::new());
    syn::visit::Visit::visit_file(&mut found, &source.syntax);
    for (name, path) in found.0 {
        let path = source.absolute(path);
        source.uses.insert(name, path);
    }
    source
}

impl Source {
    /// A path from the crate's root on, such as `["ir", "ecs", "Container"]`; paths of other crates stay as they are.
    pub(crate) fn resolve(&self, path: &syn::Path) -> Vec<String> {
        let mut parts: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if let Some(known) = parts.first().and_then(|first| self.uses.get(first)) {
            parts.splice(..1, known.iter().cloned());
            return parts;
        }
        self.absolute(parts)
    }

    fn absolute(&self, mut parts: Vec<String>) -> Vec<String> {
        match parts.first().map(String::as_str) {
            Some("crate") => {
                parts.remove(0);
                parts
            }
            Some("self" | "super") => {
                let mut module = self.module.clone();
                while matches!(parts.first().map(String::as_str), Some("super" | "self")) {
                    if parts.remove(0) == "super" {
                        module.pop();
                    }
                }
                module.extend(parts);
                module
            }
            _ => parts,
        }
    }

    /// Every path in the file from the crate's root on, with its line: what `use` names, and what is written in full.
    pub(crate) fn paths(&self) -> Vec<(usize, Vec<String>)> {
        let mut uses = Uses(Vec::new());
        syn::visit::Visit::visit_file(&mut uses, &self.syntax);
        let mut found: Vec<(usize, Vec<String>)> =
            uses.0.into_iter().map(|(_, path)| (0, self.absolute(path))).collect();
        words(self.syntax.to_token_stream(), &mut |line, path| found.push((line, self.absolute(path))));
        found
    }
}

/// Paths that begin with `crate`, `self` or `super`, also in macros.
fn words(tokens: proc_macro2::TokenStream, each: &mut dyn FnMut(usize, Vec<String>)) {
    use proc_macro2::TokenTree;
    let mut path: Option<(usize, Vec<String>)> = None;
    for token in tokens {
        match token {
            TokenTree::Group(group) => words(group.stream(), each),
            TokenTree::Ident(word) => match &mut path {
                Some((_, parts)) => parts.push(word.to_string()),
                None if word == "crate" || word == "super" => {
                    path = Some((word.span().start().line, vec![word.to_string()]))
                }
                None => {}
            },
            TokenTree::Punct(mark) if mark.as_char() == ':' => {}
            TokenTree::Punct(_) | TokenTree::Literal(_) => {
                if let Some((line, parts)) = path.take() {
                    each(line, parts);
                }
            }
        }
    }
    if let Some((line, parts)) = path {
        each(line, parts);
    }
}

/// Takes out what is only compiled for tests.
struct WithoutTests;

impl VisitMut for WithoutTests {
    fn visit_file_mut(&mut self, file: &mut syn::File) {
        file.items.retain(|item| !only_for_tests(item));
        syn::visit_mut::visit_file_mut(self, file);
    }

    fn visit_item_mod_mut(&mut self, module: &mut syn::ItemMod) {
        if let Some((_, items)) = &mut module.content {
            items.retain(|item| !only_for_tests(item));
        }
        syn::visit_mut::visit_item_mod_mut(self, module);
    }
}

fn only_for_tests(item: &syn::Item) -> bool {
    let attributes = match item {
        syn::Item::Mod(it) => &it.attrs,
        syn::Item::Fn(it) => &it.attrs,
        syn::Item::Use(it) => &it.attrs,
        syn::Item::Impl(it) => &it.attrs,
        _ => return false,
    };
    attributes
        .iter()
        .any(|attribute| attribute.path().is_ident("cfg") && attribute.to_token_stream().to_string().contains("test"))
}

/// Every name that `use` brings in, with its path.
struct Uses(Vec<(String, Vec<String>)>);

impl syn::visit::Visit<'_> for Uses {
    fn visit_item_use(&mut self, item: &syn::ItemUse) {
        tree(&item.tree, &mut Vec::new(), &mut self.0);
    }
}

fn tree(part: &syn::UseTree, before: &mut Vec<String>, found: &mut Vec<(String, Vec<String>)>) {
    let with =
        |before: &[String], name: &syn::Ident| before.iter().cloned().chain([name.to_string()]).collect::<Vec<_>>();
    match part {
        syn::UseTree::Path(step) => {
            before.push(step.ident.to_string());
            tree(&step.tree, before, found);
            before.pop();
        }
        syn::UseTree::Group(group) => group.items.iter().for_each(|item| tree(item, before, found)),
        syn::UseTree::Name(name) if name.ident == "self" => {
            found.push((before.last().cloned().unwrap_or_default(), before.clone()));
        }
        syn::UseTree::Name(name) => found.push((name.ident.to_string(), with(before, &name.ident))),
        syn::UseTree::Rename(name) => found.push((name.rename.to_string(), with(before, &name.ident))),
        syn::UseTree::Glob(_) => found.push(("*".to_owned(), before.clone())),
    }
}
