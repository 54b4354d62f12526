//! Input texts, and places in them.
//!
//! Invariant: knows no other layer. Lines and columns are computed only when something is printed.

/// A stretch of bytes in one input text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// Index of the text in [`Sources`].
    pub file: u32,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A node of an input's tree: where it stands, and which nodes lie in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    /// Where the node stands in the text.
    pub span: Span,
    /// Its own number: its place in a preorder walk over the file's tree.
    pub first: u32,
    /// One past the number of the last node in it.
    pub past: u32,
}

/// The identity of one leaf: the file and the node's number in a preorder walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Leaf {
    /// Index of the text in [`Sources`].
    pub file: u32,
    /// Number of the node in the file's tree.
    pub node: u32,
}

impl At {
    /// The node taken as a leaf.
    #[must_use]
    pub fn leaf(self) -> Leaf {
        Leaf { file: self.span.file, node: self.first }
    }

    /// Whether `leaf` is this node or lies in it.
    #[must_use]
    pub fn holds(self, leaf: Leaf) -> bool {
        self.span.file == leaf.file && (self.first..self.past).contains(&leaf.node)
    }

    /// The same place without the nodes in it: for a remark about a whole document, which says nothing of its fields.
    #[must_use]
    pub fn place_only(self) -> At {
        At { past: self.first, ..self }
    }
}

/// A line and a column, both counted from 1. The column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// One input text under the name that reports use.
#[derive(Debug)]
pub struct Source {
    /// Name in reports: never a path of the machine.
    pub name: String,
    /// The text, without a byte order mark.
    pub text: String,
    lines: Vec<u32>,
}

impl Source {
    fn new(name: String, text: String) -> Self {
        let starts = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at as u32 + 1);
        let lines = std::iter::once(0).chain(starts).collect();
        Source { name, text, lines }
    }

    fn line_index(&self, offset: u32) -> usize {
        self.lines.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// Line and column of a byte. An offset past the end gives the end.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let index = self.line_index(offset);
        let start = self.lines.get(index).copied().unwrap_or(0) as usize;
        let end = (offset as usize).min(self.text.len());
        let column = self.text.get(start..end).map_or(0, |before| before.chars().count()) + 1;
        Position { line: index + 1, column }
    }

    /// The byte range of the line that holds `offset`, without its line ending.
    #[must_use]
    pub fn line_range(&self, offset: u32) -> std::ops::Range<usize> {
        let index = self.line_index(offset);
        let start = self.lines.get(index).copied().unwrap_or(0) as usize;
        let end = self.lines.get(index + 1).map_or(self.text.len(), |next| *next as usize - 1);
        let end = end.max(start);
        let line = self.text.get(start..end).unwrap_or("");
        start..start + line.trim_end_matches('\r').len()
    }
}

/// All input texts of one run, in the order in which they were given names.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// Adds a text and returns its index.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> u32 {
        self.files.push(Source::new(name.into(), text.into()));
        self.files.len() as u32 - 1
    }

    /// The text at an index that [`Sources::add`] gave.
    #[must_use]
    pub fn get(&self, file: u32) -> Option<&Source> {
        self.files.get(file as usize)
    }

    /// The name of a text in reports.
    #[must_use]
    pub fn name(&self, file: u32) -> &str {
        self.get(file).map_or("", |source| source.name.as_str())
    }

    /// Line and column where a span begins.
    #[must_use]
    pub fn position(&self, span: Span) -> Position {
        self.get(span.file).map_or(Position { line: 1, column: 1 }, |source| source.position(span.start))
    }

    /// All texts with their indices.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &Source)> {
        self.files.iter().enumerate().map(|(file, source)| (file as u32, source))
    }
}
