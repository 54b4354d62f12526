//! What an excerpt of an input must not show: environment values and secrets.
//!
//! Invariant: works on any text, and best on broken ones, for those are shown. Hiding too much costs a reader a glance
//! at the file; hiding too little cannot be taken back.

mod find;
mod keys;

#[cfg(test)]
mod tests;

use std::ops::Range;

/// What stands in place of something hidden.
const MARK: &str = "…";

/// The ranges of one text that are not shown. None of them goes over the end of a line.
#[derive(Debug, Default, Clone)]
pub struct Hidden(Vec<Range<usize>>);

/// A part of a text as it is shown. It has the lines of the part.
#[derive(Debug)]
pub struct Masked {
    /// The part, with a mark for each stretch that is hidden.
    pub text: String,
    /// Where the part begins.
    start: usize,
    /// What is hidden of it, and where its mark stands in `text`.
    hidden: Vec<(Range<usize>, usize)>,
}

impl Hidden {
    /// Looks through a whole text: a few lines of it do not tell what they belong to.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut ranges = find::secrets(text);
        ranges.retain(|range| !range.is_empty());
        ranges.sort_by_key(|range| range.start);
        let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
        for range in ranges {
            match merged.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                Some(_) | None => merged.push(range),
            }
        }
        Hidden(merged)
    }

    /// A part of the text as it may be shown.
    #[must_use]
    pub fn mask(&self, text: &str, part: Range<usize>) -> Masked {
        let mut masked = Masked { text: String::new(), start: part.start, hidden: Vec::new() };
        let mut from = part.start;
        let first = self.0.partition_point(|range| range.end <= part.start);
        for range in self.0.iter().skip(first).take_while(|range| range.start < part.end) {
            let range = range.start.max(part.start)..range.end.min(part.end);
            masked.text.push_str(text.get(from..range.start).unwrap_or(""));
            from = range.end;
            masked.hidden.push((range, masked.text.len()));
            masked.text.push_str(MARK);
        }
        masked.text.push_str(text.get(from..part.end).unwrap_or(""));
        masked
    }
}

impl Masked {
    /// From a byte of the whole text to one of the shown part. What is hidden is at its mark.
    #[must_use]
    pub fn offset(&self, offset: usize) -> usize {
        let before = self.hidden.partition_point(|(range, _)| range.start <= offset);
        let Some((range, mark)) = before.checked_sub(1).and_then(|last| self.hidden.get(last)) else {
            return offset.saturating_sub(self.start).min(self.text.len());
        };
        let shown = if offset < range.end { *mark } else { mark + MARK.len() + (offset - range.end) };
        shown.min(self.text.len())
    }

    /// From a range of the whole text to one of the shown part. One that ends in something hidden ends after its mark.
    #[must_use]
    pub fn range(&self, range: Range<usize>) -> Range<usize> {
        let start = self.offset(range.start);
        let inside = self.hidden.iter().find(|(hidden, _)| hidden.start < range.end && range.end < hidden.end);
        let end = inside.map_or_else(|| self.offset(range.end), |(_, mark)| mark + MARK.len());
        start..end.max(start)
    }
}
