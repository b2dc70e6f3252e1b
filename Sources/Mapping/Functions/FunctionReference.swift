/// docs/functions.md, made from the functions themselves.
package enum FunctionReference {
    package static func markdown() -> String {
        var text = """
            # Functions of the mapping language

            Beside the whole of FHIRPath. Made from the code (`hub docs functions`); do not edit. A value that a function cannot
            read becomes an issue at its place in the message, and the element is left out.


            """
        for function in MappingFunctions.all {
            text += "## \(function.name)\n\n`\(function.signature)`\n\n\(function.purpose)\n\n"
            guard !function.examples.isEmpty else { continue }
            text += "| from | gives |\n|---|---|\n"
            for example in function.examples {
                let input = escaped(example.input)
                if let result = example.result {
                    text += "| `\(input)` | `\(escaped(result))` |\n"
                } else {
                    text += "| `\(input)` | issue `\(example.issue ?? "")` |\n"
                }
            }
            text += "\n"
        }
        return text
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\r", with: "\\r").replacing("\n", with: "\\n").replacing("\u{7}", with: "\\u0007")
            .replacing("|", with: "\\|")
    }
}
