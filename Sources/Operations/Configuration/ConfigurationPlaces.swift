package import Diagnostics
import YAML

/// Where the feeds' settings stand in their files: for what is found wrong only when the maps are known.
package struct ConfigurationPlaces: Sendable {
    /// `mappings:` of a feed.
    package var overlays: [String: TextSpan] = [:]
    /// The profile, and each value of it, that a feed has.
    package var profiles: [String: (whole: TextSpan, values: [String: TextSpan])] = [:]
    /// The first rule of `routes.yaml` and the like are found where they are read; feeds by their key.
    package var feeds: [String: TextSpan] = [:]

    /// The place of a profile value, or of the profile, or of the feed.
    package func profile(of feed: String, value: String?) -> TextSpan? {
        let known = profiles[feed]
        return value.flatMap { known?.values[$0] } ?? known?.whole ?? feeds[feed]
    }
}
