package import Diagnostics

/// The functions that expressions can call: the language's own, and what a host adds.
///
/// ```swift
/// var library = FunctionLibrary.standard
/// library.add(Function("digits", summary: "Only the digits.", input: .string, result: .type(.string)) { …  })
/// ```
package struct FunctionLibrary: Sendable {
    package private(set) var hostFunctions: [String: Function] = [:]

    /// FHIRPath N1 and FHIR's additions.
    package static let standard = FunctionLibrary()

    /// Adds or replaces a function; a host's function goes before a standard one of the same name.
    package mutating func add(_ function: Function) { hostFunctions[function.signature.name] = function }

    package func signature(of name: String) -> FunctionSignature? {
        hostFunctions[name]?.signature ?? Builtin(rawValue: name)?.signature
    }

    /// Every function, by name.
    package var signatures: [FunctionSignature] {
        let own = Builtin.allCases.filter { hostFunctions[$0.rawValue] == nil }.map(\.signature)
        return (own + hostFunctions.values.map(\.signature)).sorted { $0.name < $1.name }
    }
}

/// A function that a host adds.
package struct Function: Sendable {
    package typealias Body =
        @Sendable (_ context: inout EvaluationContext, _ input: Items, _ arguments: Arguments) throws(Diagnostic) -> Items

    package let signature: FunctionSignature
    package let body: Body

    package init(_ signature: FunctionSignature, body: @escaping Body) {
        self.signature = signature
        self.body = body
    }
}

/// What a function takes and gives: for checks and for the reference page.
package struct FunctionSignature: Sendable, Hashable {
    package var name: String
    package var summary: String
    package var input: Kind
    /// Whether the input must be at most one item.
    package var inputIsSingle: Bool
    package var parameters: [Parameter]
    package var result: Result
    package var category: String

    package init(
        _ name: String, _ summary: String, input: Kind = .any, single: Bool = false, _ parameters: [Parameter] = [],
        result: Result, category: String = ""
    ) {
        self.name = name
        self.summary = summary
        self.input = input
        inputIsSingle = single
        self.parameters = parameters
        self.result = result
        self.category = category
    }

    /// What values are accepted.
    package enum Kind: Sendable, Hashable {
        case any
        case system(SystemType)
        /// Integer, decimal or quantity.
        case number
        /// A structure, or a structure of one of these names.
        case structure([String])
    }

    package enum Result: Sendable, Hashable {
        case system(SystemType, many: Bool)
        /// The items of the input: all or some of them.
        case input(many: Bool)
        /// What the n-th parameter gives, once for each item of the input.
        case argument(Int)
        /// A type of the model.
        case model(String, many: Bool)
        case unknown
    }

    package struct Parameter: Sendable, Hashable {
        package var name: String
        package var kind: Kind
        /// Evaluated for each item of the input, which is then `$this`.
        package var isLambda: Bool
        package var isOptional: Bool
        /// A type name is expected, e.g. `ofType(Patient)`.
        package var isType: Bool
        /// May be given again and again.
        package var isVariadic: Bool

        package init(
            _ name: String, _ kind: Kind = .any, lambda: Bool = false, optional: Bool = false, type: Bool = false,
            variadic: Bool = false
        ) {
            self.name = name
            self.kind = kind
            isLambda = lambda
            isOptional = optional
            isType = type
            isVariadic = variadic
        }
    }

    /// `name(criteria [, other])`
    package var usage: String {
        var text = ""
        for (index, parameter) in parameters.enumerated() {
            let name = (index == 0 ? "" : ", ") + parameter.name + (parameter.isVariadic ? "…" : "")
            text += parameter.isOptional ? "[\(name)]" : name
        }
        return "\(name)(\(text))"
    }
}

/// The arguments of a call, not yet evaluated.
package struct Arguments: Sendable {
    let program: Program
    let operands: Range<Int>
    let frame: Frame
    /// Where the call stands.
    package let source: Source
    package let range: Range<Int>

    package var count: Int { operands.count }

    /// Evaluates an argument where the call stands; a missing one is empty.
    package func evaluate(_ index: Int, in context: inout EvaluationContext) throws(Diagnostic) -> Items {
        guard index >= 0, index < count else { return .none }
        let mark = context.defined.count
        defer { context.forget(downTo: mark) }
        return try program.evaluate(program.operands[operands.lowerBound + index], frame, &context)
    }

    /// Evaluates an argument with `item` as `$this`.
    package func evaluate(
        _ index: Int, for item: Value, at position: Int, total: Items = .none, in context: inout EvaluationContext
    ) throws(Diagnostic) -> Items {
        guard index >= 0, index < count else { return .none }
        let mark = context.defined.count
        defer { context.forget(downTo: mark) }
        let inner = Frame(this: .one(item), index: position, total: total)
        return try program.evaluate(program.operands[operands.lowerBound + index], inner, &context)
    }

    /// The argument as a string, or nil when it is empty; anything else is an error.
    package func string(_ index: Int, in context: inout EvaluationContext) throws(Diagnostic) -> String? {
        let items = try evaluate(index, in: &context)
        return try program.string(items, at: range, &context)
    }

    /// The argument as an integer, or nil when it is empty; anything else is an error.
    package func integer(_ index: Int, in context: inout EvaluationContext) throws(Diagnostic) -> Int? {
        let items = try evaluate(index, in: &context)
        return try program.integer(items, at: range, &context)
    }

    /// A diagnostic at the call.
    package func diagnostic(_ code: String, _ message: String, hint: String? = nil) -> Diagnostic {
        source.diagnostic(code, message, at: range, hint: hint)
    }
}
