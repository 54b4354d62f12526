//! Front ends: from texts to [`ir::ecs`](crate::ir::ecs). A dialect only respells; `ecs` alone knows meaning.
//!
//! Invariant: nothing here names a later layer or decides anything about Kubernetes.

mod api;
mod classic;
mod document;
mod ecs;
mod keys;
mod object;
mod subjects;
mod syntax;
mod tree;
mod walk;

pub(crate) use walk::{pointers, walk};

use std::collections::BTreeMap;

use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::front::document::{Document, Kind, Part};
use crate::front::tree::Node;
use crate::ir::ecs::{self as ir, Estate};
use crate::source::{At, Sources};

/// Where a document stood, and which of its nodes the ledger has rows for.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) at: At,
    /// The API's name for the shape, with which the ledger's `field` begins.
    pub(crate) shape: &'static str,
    /// Numbers of the nodes that are leaves, in order.
    pub(crate) leaves: Vec<u32>,
    /// The document itself, where this is a part that stands beside it (`tags`).
    pub(crate) part_of: Option<At>,
}

impl Place {
    /// Whether it is a document, and no envelope and no part of one.
    pub(crate) fn is_document(&self) -> bool {
        self.shape != TAGS && self.shape != ENVELOPE
    }
}

/// Shape of tags that stand beside their task definition.
const TAGS: &str = "TaskDefinition.tags";
/// Shape of what stands around documents.
const ENVELOPE: &str = "Envelope";

/// What was read.
#[derive(Debug)]
pub(crate) struct Front {
    pub(crate) estate: Estate,
    /// Every document, sorted by place.
    pub(crate) places: Vec<Place>,
}

/// Reads all texts.
pub(crate) fn read(sources: &Sources, diags: &mut Diagnostics) -> Front {
    let mut reader = Reader { estate: Estate::empty(), places: Vec::new(), classic: BTreeMap::new() };
    let mut documents = Vec::new();
    for (file, source) in sources.iter() {
        // A text that cannot be parsed has been reported; the others are read.
        let Ok(nodes) = syntax::parse(sources, file, diags) else { continue };
        for node in nodes {
            let read = api::documents(node, keys::stem(&source.name));
            if read.documents.is_empty() {
                continue;
            }
            for at in read.envelope {
                diags.ignore(at, "an envelope around the documents");
                reader.places.push(Place { at, shape: ENVELOPE, leaves: Vec::new(), part_of: None });
            }
            documents.extend(read.documents);
        }
    }
    // Of two that differ, the one is told as the earlier whichever was given first.
    documents.sort_by_cached_key(|document| {
        let at = document.node.at;
        (sources.name(at.span.file).to_owned(), at.span.file, at.first)
    });
    subjects::find(&mut documents, diags);
    let mut documents = one_of_each(documents, &mut reader, diags);
    reader.take_classic_attributes(&mut documents, diags);
    for document in documents {
        reader.document(document, diags);
    }
    reader.places.sort_by_key(|place| (place.at.span.file, place.at.first));
    Front { estate: reader.estate, places: reader.places }
}

struct Reader {
    estate: Estate,
    places: Vec<Place>,
    /// Attributes of Classic Load Balancers by name.
    classic: BTreeMap<String, Node>,
}

/// Documents of one identity: equal ones are read once, different ones are an error for what refers to them.
fn one_of_each(documents: Vec<Document>, reader: &mut Reader, diags: &mut Diagnostics) -> Vec<(Document, bool)> {
    let mut first: BTreeMap<(&'static str, String), usize> = BTreeMap::new();
    let mut kept: Vec<(Document, bool)> = Vec::new();
    for document in documents {
        reader.note_place(&document);
        let Some(key) = keys::identity(&document) else {
            kept.push((document, true));
            continue;
        };
        let Some(index) = first.get(&(keys::shape(document.kind), key.clone())).copied() else {
            first.insert((keys::shape(document.kind), key), kept.len());
            kept.push((document, true));
            continue;
        };
        let Some((earlier, sound)) = kept.get_mut(index) else { continue };
        if keys::same(&earlier.node, &document.node) {
            diags.ignore(document.node.at, "the same document once more");
        } else {
            *sound = false;
            let reported = diags.error(
                Finding::new(
                    Code::ConflictingDocuments,
                    document.node.at.place_only(),
                    format!("`{key}` stands in the inputs twice, differently"),
                )
                .also([earlier.node.at.place_only()])
                .label("differs from the earlier one")
                .kubernetes("nothing that refers to it is written, since one of the two would be a guess")
                .help("keep the one that is in service; take the other file out of the inputs"),
            );
            reader.belongs_to(document.node.at, earlier.node.at);
            diags.refuse_rest(document.node.at, reported);
            diags.refuse_rest(earlier.node.at, reported);
        }
    }
    kept
}

impl Reader {
    /// A second text of a document concerns whom the first concerns.
    fn belongs_to(&mut self, second: At, first: At) {
        self.places.iter_mut().filter(|place| place.at == second).for_each(|place| place.part_of = Some(first));
    }

    fn note_place(&mut self, document: &Document) {
        let shape = keys::shape(document.kind);
        let whole = document.node.at;
        let mut put = |node: &Node, shape, part_of| {
            let mut leaves = Vec::new();
            collect_leaves(node, &mut leaves);
            self.places.push(Place { at: node.at, shape, leaves, part_of });
        };
        put(&document.node, shape, None);
        if let Some(tags) = &document.tags {
            put(tags, TAGS, Some(whole));
        }
    }

    /// What is said of a Classic Load Balancer is read together with it.
    fn take_classic_attributes(&mut self, documents: &mut Vec<(Document, bool)>, diags: &mut Diagnostics) {
        let is_one = |document: &Document| document.kind == Kind::Part(Part::ClassicAttributes);
        for (document, sound) in documents.extract_if(.., |(document, _)| is_one(document)) {
            match document.subject {
                Some(name) if sound => {
                    self.classic.insert(name, document.node);
                }
                Some(_) => {}
                None => diags.ignore(document.node.at, "nothing says what it belongs to"),
            }
        }
    }

    /// A Classic Load Balancer, as what takes its place.
    fn classic(&mut self, node: Node, sound: bool, diags: &mut Diagnostics) {
        let attributes = keys::text(&node, "LoadBalancerName").and_then(|name| self.classic.remove(name));
        let Some(read) = sound.then(|| classic::classic(node, attributes, diags)) else { return };
        read.into_iter().flatten().for_each(|document| self.document((document, true), diags));
    }

    fn document(&mut self, (document, sound): (Document, bool), diags: &mut Diagnostics) {
        let at = document.node.at;
        let key = keys::reference(&document);
        let runs = keys::runs(&document);
        let Document { kind, node, tags, stem, subject } = document;
        macro_rules! put {
            ($list:ident, $read:expr) => {{
                let value = if sound { $read.ok() } else { None };
                self.estate.$list.push(ir::Document { at, key, runs, value });
            }};
        }
        match kind {
            Kind::TaskDefinition => put!(task_definitions, ecs::task_definition(node, tags, &stem, diags)),
            Kind::Containers => put!(task_definitions, ecs::containers_alone(node, &stem, diags)),
            Kind::Service => put!(services, ecs::service(node, &stem, diags)),
            Kind::Cluster => put!(clusters, ecs::cluster(node, diags)),
            Kind::LoadBalancer => put!(load_balancers, ecs::load_balancer(node, diags)),
            Kind::Classic => self.classic(node, sound, diags),
            Kind::Listener => put!(listeners, ecs::listener(node, diags)),
            Kind::Rule => put!(rules, ecs::rule(node, diags)),
            Kind::TargetGroup => put!(target_groups, ecs::target_group(node, diags)),
            Kind::Part(_) if subject.is_none() => diags.ignore(at, "nothing says what it belongs to"),
            Kind::Part(part) => put!(parts, ecs::part(node, part, diags)),
            Kind::TrustStore => {
                diags.ignore(at, "a trust store is named by its ARN where it is used, and stays as it is")
            }
            Kind::ScalableTarget => put!(scalable_targets, ecs::scalable_target(node, diags)),
            Kind::ScalingPolicy => put!(scaling_policies, ecs::scaling_policy(node, diags)),
            Kind::Untranslated(what) => object::not_yet(&node, what, diags),
        }
    }
}

fn collect_leaves(node: &Node, leaves: &mut Vec<u32>) {
    if node.is_leaf() {
        leaves.push(node.at.first);
    }
    node.items().iter().for_each(|item| collect_leaves(item, leaves));
    node.written().iter().for_each(|(_, value)| collect_leaves(value, leaves));
}
