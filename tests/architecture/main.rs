//! The rules of the tree that the compiler does not check: who may know whom, how the IR is passed on, how files look.

#[path = "../support/mod.rs"]
mod support;

mod codes;
mod files;
mod ir;
mod layers;
mod source;
