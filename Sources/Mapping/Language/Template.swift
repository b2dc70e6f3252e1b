import Diagnostics
import HL7v2
import YAML

/// What stands behind a key of a map: the shape of what is made, as it was written.
indirect enum Template {
    /// A plain or block scalar.
    case expression(ExpressionText)
    /// A quoted scalar.
    case text(YAMLNode)
    case object(ObjectTemplate)
    case list([Template], YAMLNode)
    /// `~`: an overlay takes the element away.
    case removed(YAMLNode)
    /// Behind `case EXPRESSION:`, which is no element.
    case cases(CaseTemplate)

    var node: YAMLNode {
        switch self {
        case .expression(let expression): expression.node
        case .text(let node), .list(_, let node), .removed(let node): node
        case .object(let object): object.node
        case .cases(let cases): cases.node
        }
    }
}

/// An expression that is not yet parsed, and where it stands.
struct ExpressionText {
    var text: String
    var node: YAMLNode

    init?(_ node: YAMLNode) {
        guard let text = node.text, node.style != .quoted else { return nil }
        self.text = text
        self.node = node
    }

    /// FHIRPath tells positions inside its text; here they become positions in the file.
    func placing(_ diagnostic: Diagnostic) -> Diagnostic {
        guard case .text(let span) = diagnostic.location else { return diagnostic }
        var placed = diagnostic
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let before = lines.prefix(max(0, span.line - 1)).reduce(0) { $0 + $1.utf8.count + 1 }
        let own = span.line - 1 < lines.count ? lines[span.line - 1].prefix(max(0, span.column - 1)).utf8.count : 0
        placed.location = .text(node.span(offset: before + own, length: span.length))
        return placed
    }
}

/// A mapping of element keys and directives.
struct ObjectTemplate {
    struct Element {
        var key: YAMLNode
        var value: Template
        var name: String { key.text ?? "" }
    }
    struct Variable {
        var key: YAMLNode
        var value: Template
        var name: String { key.text ?? "" }
    }

    var node: YAMLNode
    /// A directive of it could not be read, which has been told.
    var isBroken = false
    var each: ExpressionText?
    var from: ExpressionText?
    var condition: ExpressionText?
    var variables: [Variable] = []
    var map: YAMLNode?
    var copy: ExpressionText?
    var ref: YAMLNode?
    var elements: [Element] = []
}

/// An item of a `create:` list: a resource, or a group of further ones.
struct CreateTemplate {
    enum Kind {
        case resource(type: YAMLNode, alias: String?, ObjectTemplate)
        case group(ObjectTemplate, [CreateTemplate])
        /// `part: NAME`: what the part creates stands here.
        case part(YAMLNode)
    }
    var node: YAMLNode
    var kind: Kind
}

extension CreateTemplate {
    /// Whether the part of this name stands here or in a group below.
    func uses(_ part: String) -> Bool {
        switch kind {
        case .resource: false
        case .group(_, let nested): nested.contains { $0.uses(part) }
        case .part(let node): node.text == part
        }
    }
}

/// What a map reads.
enum MapSource: Equatable {
    case dataType(String)
    case segment(String)
    /// Structures (`ADT_A01`) and events (`ADT^A31`).
    case message([String])
    /// A resource or data type of FHIR R4.
    case fhir([String])
    /// Resources or data types of FHIR STU3, which the map makes R4's of.
    case stu3([String])

    /// What a message map is found by.
    var messages: [String] {
        switch self {
        case .message(let names), .fhir(let names): names
        case .dataType, .segment, .stu3: []
        }
    }
}

extension MapSource {
    /// What a map of another release of FHIR reads; empty for all others.
    var converted: [String] {
        if case .stu3(let names) = self { names } else { [] }
    }
}

/// One file of a map, as it was written.
struct MappingFile {
    struct Check {
        var node: YAMLNode
        var condition: ExpressionText
        var severity: Diagnostic.Severity
        var code: String
        var text: String
        var at: String?
        var atNode: YAMLNode?
    }
    struct Ignore {
        var node: YAMLNode
        var path: String
        var reason: String
    }

    var name: String
    var file: String
    var node: YAMLNode
    var nameNode: YAMLNode
    var extends: YAMLNode?
    /// A list of resources that message maps have in common: `part:` instead of `mapping:`.
    var isPart = false
    /// Some of what it creates could not be read.
    var isIncomplete = false
    var source: MapSource?
    var sourceNode: YAMLNode?
    /// Versions of HL7 v2 that a message map says it reads; nil for all.
    var versions: [Version]?
    var target: YAMLNode?
    var make: ObjectTemplate?
    var variables: [ObjectTemplate.Variable] = []
    var create: [CreateTemplate] = []
    var event: Template?
    var focus: [YAMLNode] = []
    var ignore: [Ignore] = []
    var checks: [Check] = []
    /// What it says about the v2-to-FHIR guide's rows; read by `hub coverage` alone.
    var guide: [GuideStatement] = []
    /// Keys that were written, for overlays: only these replace the base's.
    var keys: Set<String> = []
}
