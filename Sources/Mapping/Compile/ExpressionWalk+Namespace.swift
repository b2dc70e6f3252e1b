import Canonical
import FHIRPath

// `PID-3[1].4.1.namespace('patient')`: the identifier system of a number whose authority is a name.
extension ExpressionWalk {
    /// A name that the region knows, the trust's own ODS code and what begins with either and a hyphen mean the same
    /// everywhere; any other (`PAS`, `ICE`) is a name of its trust.
    mutating func namespace(
        _ target: Expression.ID?, _ arguments: [Expression.ID], _ node: Expression.Node
    ) -> TypedEvaluation {
        var kind = ""
        if arguments.count == 1, case .literal(.string(let text)) = expression[arguments[0]].kind {
            kind = text + "/"
        } else if !arguments.isEmpty {
            error("M121", "namespace() takes what is numbered, as a text", at: node.focus, hint: "CX.4.1.namespace('patient')")
            return .nothing
        }
        let input = target.map { typed($0) } ?? TypedEvaluation(evaluation: .this, type: .unknown, isMany: false)
        if input.isMany {
            error(
                "M123", "\(target.map { expression.text(of: $0) } ?? "the item") may be several; a namespace is one",
                at: node.focus)
        }
        guard let ods = compiler.trustIndex("ods"), let known = compiler.trustIndex("regionalNames") else {
            error(
                "M115", "namespace() needs trust.ods and trust.regionalNames", at: node.focus,
                hint: "declare them in Mappings/trust-profile.yaml")
            return .nothing
        }
        let name = Evaluation.trim(input.evaluation)
        let written = Evaluation.replace(name, Array(" ".utf8), Array("-".utf8))
        let leading = Evaluation.beginning(written, before: UInt8(ascii: "-"))
        let isShared = Evaluation.or(.equal(leading, .trust(ods), negated: false), .member(leading, in: .trust(known)))
        let base = Evaluation.literal(compiler.stock.pool.place(Systems.identifiers + kind))
        let own = Evaluation.concatenate(.concatenate(base, .trust(ods)), .literal(compiler.stock.pool.place("/")))
        let whole = Evaluation.concatenate(.choose(isShared, base, own), written)
        return TypedEvaluation(
            evaluation: .choose(.exists(name, negated: false), whole, .empty), type: .uri, isMany: false)
    }
}
