import Diagnostics
import FHIR
import Tree
import YAML

// `case OBX-2:` gives an object further elements by one value.
extension Compiler {
    func cases(
        _ template: CaseTemplate, of type: FHIRType, _ scope: Scope, critical: Bool
    ) -> (names: [String], plans: [ElementPlan]) {
        guard let typed = expression(template.value, in: scope) else { return ([], []) }
        requireOneText(typed, template.value)
        conditions += 1
        defer { conditions -= 1 }
        var names: Set<String> = []
        var branches: [ElementPlan.Branch] = []
        for branch in template.branches {
            var inner = scope
            guard let (_, condition, variables) = head(branch.object, &inner) else { continue }
            let made = elements(branch.object.elements, of: type, inner, critical: critical)
            names.formUnion(made.names)
            let object = ObjectPlan(
                iteration: .none, condition: condition, variables: variables, inner: nil, elements: made.plans, checks: [],
                copy: nil, isConstant: false, isListItem: false)
            branches.append(.init(labels: branch.labels.map { stock.pool.place($0) }, object: object))
        }
        let plan = ElementPlan(
            prototype: Tree.Node(kind: .object), origin: 0, criticality: 0, canDelete: false, isCollection: true,
            isPrimitiveExtension: false, content: .cases(typed.evaluation, branches))
        return (names.sorted(), [plan])
    }

    private func requireOneText(_ typed: TypedEvaluation, _ text: ExpressionText) {
        switch typed.type {
        case .segment, .group, .fhir:
            findings.error(
                "M110", "case compares a text; \(text.text) is \(typed.type.description)", at: text.node.span,
                hint: "name a part of it that is a text")
            return
        default: break
        }
        if typed.isMany {
            findings.error(
                "M123", "case decides by one value; \(text.text) may be several", at: text.node.span,
                hint: hintForOne(text.text, typed))
        }
        if let literal = typed.literal ?? typed.truth.map({ String($0) }) {
            findings.warning(
                "M133", "this is always \(literal)", at: text.node.span, hint: "write the elements of that branch without case")
        }
    }

    /// What is copied is replaced by elements that stand beside `copy:`, always.
    func refuseCases(_ elements: [ObjectTemplate.Element]) {
        for element in elements {
            guard case .cases = element.value else { continue }
            findings.error(
                "M162", "case stands in no object that begins with a copy", at: element.key.span,
                cause: "which elements replace the copy's must not depend on the message",
                hint: "ELEMENT: iif(CONDITION, VALUE, ELEMENT), or case inside an element")
        }
    }
}
