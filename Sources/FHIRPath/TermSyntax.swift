package import Tree

/// Terms of a dialect: lets a host read tokens such as `PID-3.1` that the grammar does not know.
///
/// Asked wherever a term may begin with a letter (never after `%`, `is` or `as`); what it takes becomes one node
/// of the syntax tree. It must not take text that it does not want: nil leaves the grammar as it is.
package protocol TermSyntax: Sendable {
    /// The term that begins at `offset` of the expression's UTF-8 text and how many bytes of it belong to the term.
    func term(in text: [UInt8], at offset: Int) -> (length: Int, term: Term)?

    /// The same behind a dot, of each item before it: `PID-3.where(CX.5 = 'MR').CX.1` is `….select(CX.1)`.
    func member(in text: [UInt8], at offset: Int) -> (length: Int, term: Term)?
}

extension TermSyntax {
    package func member(in text: [UInt8], at offset: Int) -> (length: Int, term: Term)? { nil }
}

/// A path that the host resolved while parsing, walked without looking at names again.
package struct Term: Sendable, Hashable {
    package var base: Base
    package var steps: [Step]
    /// Something the host wants to find again (a type, a table index).
    package var tag: Int

    package init(_ base: Base = .focus, _ steps: [Step], tag: Int = 0) {
        self.base = base
        self.steps = steps
        self.tag = tag
    }

    package enum Base: Sendable, Hashable {
        /// `$this`
        case focus
        /// The root of the context's first tree.
        case root
        /// `context.slots[n]`: what the host laid there, e.g. the group that is being mapped.
        case slot(Int)
        /// An environment variable.
        case variable(String)
    }

    package enum Step: Sendable, Hashable {
        case named(Name)
        /// Segments of this name: children, and children of the groups below, in order.
        case segment(Name)
        /// Children at this one-based HL7 position; a leaf answers to position 1 with itself.
        case position(UInt16)
        /// The n-th (one-based) of what the step before found under each node.
        case repetition(Int)
    }
}
