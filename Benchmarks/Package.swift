// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that the product carries nothing of it. It compiles the hub's own sources (the folders are links).
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

func layer(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
    name: "hub-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2")
    ],
    targets: [
        .systemLibrary(name: "CRabbitMQ", pkgConfig: "librabbitmq", providers: [.apt(["librabbitmq-dev"])]),
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        layer("Diagnostics"),
        layer("Tree"),
        layer("Digests", ["COpenSSL"]),
        layer("HL7v2", ["Diagnostics", "Tree"]),
        layer("XML", ["CLibXML2", "Diagnostics"]),
        layer("YAML", ["Diagnostics", .product(name: "Yams", package: "Yams")]),
        layer("AMQP", ["CRabbitMQ", "Diagnostics"]),
        layer("FHIR", ["Diagnostics", "Tree", "XML"]),
        layer("FHIRPath", ["Diagnostics", "Tree"]),
        layer("Canonical", ["Diagnostics", "Tree", "Digests", "FHIR", "FHIRPath"]),
        layer("Mapping", ["Diagnostics", "Tree", "HL7v2", "YAML", "FHIR", "FHIRPath", "Canonical", "Digests"]),
        layer("Simulator", ["Diagnostics", "Tree", "YAML", "HL7v2", "FHIR", "Digests", "Canonical"]),
        .target(name: "BareScan", cSettings: [.unsafeFlags(["-O2"])]),
        .executableTarget(
            name: "bench",
            dependencies: [
                "BareScan", "Diagnostics", "Tree", "HL7v2", "FHIR", "FHIRPath", "Canonical", "Mapping", "Simulator", "AMQP",
                "YAML",
            ], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
