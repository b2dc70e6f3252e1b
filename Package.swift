// swift-tools-version: 6.2
import PackageDescription

/// Every target is compiled in Swift 6 mode with visible leaks and no tolerated warning.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

// What every command and most tests spend their time in is optimised in debug builds too: loading all maps takes a
// debug build four times as long, and the tests start the hub some fifty times.
let optimised: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

// HUB_LD=lld or mold picks another linker for the programs.
let linker: [LinkerSetting] =
    Context.environment["HUB_LD"].map { [.unsafeFlags(["-use-ld=\($0)"])] } ?? []

// Packages, by the layer that needs them (docs/decisions/0002-dependencies.md says why each is here).
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioFoundation = Target.Dependency.product(name: "NIOFoundationCompat", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

func layer(
    _ name: String, _ dependencies: [Target.Dependency] = [], _ settings: [SwiftSetting] = []
) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict + settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: dependencies, swiftSettings: strict, linkerSettings: linker)
}

let package = Package(
    name: "hub",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "hub", targets: ["hub"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // C libraries from Debian; each is imported by exactly one target.
        .systemLibrary(name: "CRabbitMQ", pkgConfig: "librabbitmq", providers: [.apt(["librabbitmq-dev"])]),
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

        // 0
        layer("Diagnostics", [], optimised),
        layer("Tree", [], optimised),
        // 1
        layer("Digests", ["COpenSSL"]),
        layer("HL7v2", ["Diagnostics", "Tree"], optimised),
        layer("XML", ["CLibXML2", "Diagnostics"]),
        layer("YAML", ["Diagnostics", yams], optimised),
        layer("AMQP", ["CRabbitMQ", "Diagnostics"]),
        // 2
        layer("FHIR", ["Diagnostics", "Tree", "XML"], optimised),
        // 3
        layer("FHIRPath", ["Diagnostics", "Tree"], optimised),
        // 4
        layer("Canonical", ["Diagnostics", "Tree", "Digests", "FHIR", "FHIRPath"], optimised),
        // 5
        layer("Validation", ["Diagnostics", "Tree", "XML", "FHIR", "FHIRPath", "Canonical"], optimised),
        layer("Mapping", ["Diagnostics", "Tree", "HL7v2", "YAML", "FHIR", "FHIRPath", "Canonical", "Digests"], optimised),
        layer("Routing", ["Diagnostics", "Tree", "YAML", "FHIR", "FHIRPath", "Canonical"]),
        // 6
        layer("Ledger", ["Diagnostics", "Canonical"]),
        layer("Record", ["Diagnostics", "Tree", "FHIR", "Canonical"]),
        // 7
        layer("Submission", ["Diagnostics", "Tree", "FHIR", "Canonical", "Ledger", "Record", "Digests"]),
        // 8
        layer("SQLiteStore", ["Diagnostics", "Tree", "FHIR", "Canonical", "Ledger", "Record", "Digests", grdb]),
        layer(
            "Transports", ["Diagnostics", "Ledger", "AMQP", "Digests", httpClient, nioCore, nioHTTP1, nioFoundation, nioSSL]),
        // 9
        layer(
            "Pipeline",
            [
                "Diagnostics", "Tree", "HL7v2", "FHIR", "FHIRPath", "Canonical", "Validation", "Mapping", "Routing", "Ledger",
                "Record", "Submission", "AMQP", "Transports", "Digests", logging, lifecycle,
            ]),
        // 10
        layer(
            "Operations",
            [
                "Diagnostics", "Tree", "HL7v2", "YAML", "FHIR", "FHIRPath", "Canonical", "Mapping", "Routing", "Ledger",
                "Record", "Submission", "Pipeline",
            ]),
        // 11
        layer(
            "Console",
            [
                "Diagnostics", "Tree", "FHIR", "Canonical", "Ledger", "Record", "Operations", hummingbird, mustache, logging,
                lifecycle, nioCore,
            ]),
        layer("Simulator", ["Diagnostics", "Tree", "YAML", "HL7v2", "FHIR", "Digests", "Canonical"]),
        // 12
        .executableTarget(
            name: "hub",
            dependencies: [
                "Diagnostics", "Tree", "Digests", "HL7v2", "XML", "YAML", "AMQP", "FHIR", "FHIRPath", "Canonical", "Validation",
                "Mapping", "Routing", "Ledger", "Record", "Submission", "SQLiteStore", "Transports", "Pipeline", "Operations",
                "Console",
                "Simulator", hummingbird, hummingbirdTLS, nioSSL, nioCore, arguments, logging, lifecycle, signals,
            ], swiftSettings: strict, linkerSettings: linker),

        tests("Diagnostics", ["Diagnostics"]),
        tests("Tree", ["Tree"]),
        tests("Digests", ["Digests"]),
        tests("HL7v2", ["HL7v2", "Tree", "Diagnostics"]),
        tests("XML", ["XML", "Diagnostics"]),
        tests("YAML", ["YAML", "Diagnostics"]),
        tests("AMQP", ["AMQP", "Diagnostics"]),
        tests("FHIR", ["FHIR", "Tree", "Diagnostics"]),
        tests("FHIRPath", ["FHIRPath", "FHIR", "Tree", "Diagnostics", "XML"]),
        tests("Validation", ["Validation", "Canonical", "FHIR", "Tree", "Diagnostics"]),
        tests("Canonical", ["Canonical", "FHIR", "Tree", "Diagnostics"]),
        tests("Mapping", ["Mapping", "HL7v2", "FHIR", "FHIRPath", "Canonical", "YAML", "Tree", "Diagnostics"]),
        tests("Routing", ["Routing", "Canonical", "FHIR", "Tree", "YAML", "Diagnostics"]),
        tests("Ledger", ["Ledger", "Canonical", "Diagnostics"]),
        tests("Record", ["Record", "FHIR", "Canonical", "Tree", "Diagnostics"]),
        tests("Submission", ["Submission", "Record", "Ledger", "FHIR", "Canonical", "Tree", "Diagnostics"]),
        tests("SQLiteStore", ["SQLiteStore", "Ledger", "Record", "FHIR", "Canonical", "Tree", "Digests", "Diagnostics"]),
        tests("Pipeline", ["Pipeline", "Ledger", "Record", "SQLiteStore", "FHIR", "Tree", "Digests", "Canonical"]),
        tests("Operations", ["Operations", "Mapping", "YAML", "Diagnostics"]),
        tests("Simulator", ["Simulator", "Mapping", "HL7v2", "YAML", "FHIR", "Canonical", "Tree", "Diagnostics"]),
        // The whole hub: layer test, pipeline on a real broker, kill -9, the console in a browser.
        tests(
            "Hub",
            ["Diagnostics", "AMQP", "HL7v2", "FHIR", "Tree", "Canonical", "Mapping", "Operations", "Simulator", "hub"]),
    ],
    swiftLanguageModes: [.v6]
)
