// XML: texts in XML as a flat tree, read by libxml2 with everything dangerous refused.
//
// Owns: `XMLDocument` and the hardened parser behind it; the only target that imports libxml2. No document type
// declarations, no entities but the five of XML, no network, no files, nothing but UTF-8; depth, bytes and nodes have
// limits. It runs no task, keeps nothing between calls, and a parser lives only within one call.

package import Diagnostics

/// A well-formed XML text as a flat tree of elements, attributes and texts.
///
/// ```
/// let reading = XMLDocument.parse(bytes)
/// let root = reading.document?.nodes[0]
/// ```
/// Attributes are the first children of their element. Comments, processing instructions and texts that are only white
/// space are left out. Places in the source are kept, so that a part can be taken over as it was written.
package struct XMLDocument: Sendable {
    package enum Kind: UInt8, Sendable {
        case element, attribute, text
    }

    /// Links are indices of nodes; zero is none.
    package struct Node: Sendable {
        package var kind: Kind
        /// Into `names`; texts have none.
        package var name: Int32
        /// Into `namespaces`; zero is no namespace.
        package var namespace: Int32
        /// The value of an attribute or text: a range of `text`.
        package var start: UInt32 = 0
        package var length: UInt32 = 0
        /// Where an element (or the element of an attribute) begins in the source, and where it ends.
        package var source: UInt32
        package var sourceEnd: UInt32
        package var parent: UInt32
        package var firstChild: UInt32 = 0
        package var lastChild: UInt32 = 0
        package var nextSibling: UInt32 = 0
    }

    /// Node 0 is the root element.
    package internal(set) var nodes: [Node] = []
    /// Local names, each once.
    package internal(set) var names: [[UInt8]] = []
    package internal(set) var namespaces: [[UInt8]] = [[]]
    /// Values of attributes and texts, decoded.
    package internal(set) var text: [UInt8] = []

    package struct Limits: Sendable {
        package var bytes = 16 << 20
        package var depth = 64
        package var nodes = 1_000_000

        package init(bytes: Int = 16 << 20, depth: Int = 64, nodes: Int = 1_000_000) {
            self.bytes = bytes
            self.depth = depth
            self.nodes = nodes
        }
    }

    package struct Reading: Sendable {
        /// Nil when the text is not well-formed or was refused.
        package var document: XMLDocument?
        package var diagnostics: [Diagnostic]
    }

    package static func parse(_ bytes: [UInt8], limits: Limits = Limits()) -> Reading {
        XMLParser.parse(bytes, limits)
    }

    package func value(of node: Node) -> ArraySlice<UInt8> {
        text[Int(node.start)..<Int(node.start) + Int(node.length)]
    }
}
