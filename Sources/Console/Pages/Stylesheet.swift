/// The console's one style sheet: system fonts, colours with at least 4.5:1 contrast, state never told by colour alone, and
/// tables that become cards below 640 pixels.
enum Stylesheet {
    static let css = """
        :root {
          --ink: #16212b; --soft: #4c5a67; --line: #d5dce2; --paper: #fff; --ground: #f2f5f7;
          --blue: #005eb8; --blue-dark: #003d7a; --green: #00662f; --amber: #8a4b00; --red: #b3170c;
          --green-ground: #e3f4ea; --amber-ground: #fdf0dc; --red-ground: #fde6e4;
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--ground); color: var(--ink);
          font: 16px/1.45 system-ui, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", Arial, sans-serif; }
        a { color: var(--blue); text-underline-offset: 2px; }
        a:hover { color: var(--blue-dark); }
        :focus-visible { outline: 3px solid #ffb81c; outline-offset: 2px; border-radius: 2px; }
        .skip { position: absolute; left: -999px; } .skip:focus { left: 8px; top: 8px; background: #fff; padding: 8px; z-index: 9; }
        header { background: var(--blue-dark); color: #fff; }
        header .bar { max-width: 1320px; margin: 0 auto; padding: 10px 20px; display: flex; gap: 8px 22px; flex-wrap: wrap;
          align-items: center; }
        header a { color: #fff; text-decoration: none; } header nav { display: flex; gap: 4px; }
        header nav a { padding: 6px 10px; border-radius: 4px; }
        header nav a[aria-current] { background: rgba(255,255,255,.18); font-weight: 600; }
        header nav a:hover { background: rgba(255,255,255,.12); text-decoration: underline; color: #fff; }
        .brand { font-weight: 700; font-size: 18px; }
        .environment { font-size: 13px; font-weight: 600; border: 1px solid rgba(255,255,255,.6); border-radius: 3px; padding: 1px 8px; }
        .find { margin-left: auto; display: flex; gap: 6px; }
        .find input { font: inherit; padding: 5px 10px; border: 0; border-radius: 4px; width: 260px; }
        button, .button { font: inherit; font-weight: 600; border: 0; border-radius: 4px; padding: 6px 14px; background: var(--blue);
          color: #fff; cursor: pointer; }
        header button { background: #fff; color: var(--blue-dark); }
        button:hover { filter: brightness(.94); }
        main { max-width: 1320px; margin: 0 auto; padding: 18px 20px 60px; }
        h1 { font-size: 26px; margin: 6px 0 14px; } h2 { font-size: 19px; margin: 26px 0 10px; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(138px, 1fr)); gap: 12px; }
        .tile { background: var(--paper); border: 1px solid var(--line); border-radius: 6px; padding: 10px 14px; }
        .tile b { display: block; font-size: 26px; font-variant-numeric: tabular-nums; line-height: 1.2; }
        .tile span { color: var(--soft); font-size: 14px; }
        .tile.bad { border-color: var(--red); background: var(--red-ground); } .tile.bad b { color: var(--red); }
        .tile.good b { color: var(--green); }
        .card { background: var(--paper); border: 1px solid var(--line); border-radius: 6px; overflow: auto; }
        table { border-collapse: collapse; width: 100%; font-size: 15px; }
        caption { text-align: left; padding: 0; }
        th, td { text-align: left; padding: 7px 12px; border-bottom: 1px solid var(--line); vertical-align: top; }
        tbody tr:last-child td { border-bottom: 0; }
        abbr { text-decoration: none; } td .name { display: none; } td:first-child a { white-space: nowrap; } th { font-size: 13px; color: var(--soft); font-weight: 600; background: #fafbfc; white-space: nowrap; }
        td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        td.zero { color: #76828d; } td.path { overflow-wrap: anywhere; }
        @media (min-width: 641px) { td.found { min-width: 18rem; } td.path { max-width: 16rem; } }
        tr.attention td:first-child { box-shadow: inset 4px 0 0 var(--amber); }
        tr.trouble td:first-child { box-shadow: inset 4px 0 0 var(--red); }
        .tag { display: inline-block; font-size: 13px; font-weight: 600; padding: 0 8px; border-radius: 3px; white-space: nowrap;
          background: #e7ecf0; color: var(--ink); }
        .tag.mapped, .tag.delivered, .tag.good { background: var(--green-ground); color: var(--green); }
        .tag.quarantined, .tag.failed, .tag.error, .tag.rejected { background: var(--red-ground); color: var(--red); }
        .tag.pending, .tag.held, .tag.claimed, .tag.warning { background: var(--amber-ground); color: var(--amber); }
        .two { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 16px; align-items: start; }
        pre { margin: 0; padding: 12px 14px; overflow: auto; max-height: 560px; font: 13px/1.5 ui-monospace, "DejaVu Sans Mono",
          Menlo, Consolas, monospace; white-space: pre; tab-size: 2; }
        pre.wrap { white-space: pre-wrap; overflow-wrap: anywhere; }
        mark { background: var(--amber-ground); color: inherit; border-bottom: 2px solid var(--amber); }
        dl.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 4px 18px; margin: 0; padding: 12px 14px; }
        dl.facts dt { color: var(--soft); } dl.facts dd { margin: 0; overflow-wrap: anywhere; }
        .note { color: var(--soft); font-size: 14px; } .empty { padding: 18px 14px; color: var(--soft); }
        .small { font-size: 14px; } code { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: .92em; }
        details > summary { cursor: pointer; padding: 10px 14px; font-weight: 600; }
        @media (max-width: 900px) { .two { grid-template-columns: minmax(0, 1fr); } }
        @media (max-width: 640px) {
          main { padding: 12px 12px 48px; } header .bar { padding: 10px 12px; } .find { margin-left: 0; width: 100%; }
          .find input { width: 100%; } h1 { font-size: 22px; }
          .tiles { grid-template-columns: repeat(2, 1fr); gap: 8px; } .tile b { font-size: 21px; }
          table.cards thead { position: absolute; left: -9999px; }
          table.cards tr { display: block; border-bottom: 1px solid var(--line); padding: 8px 0; }
          table.cards tbody tr:last-child { border-bottom: 0; }
          table.cards td { display: flex; justify-content: space-between; gap: 16px; border: 0; padding: 2px 12px; text-align: right; }
          table.cards td::before { content: attr(data-label); color: var(--soft); text-align: left; flex: none; }
          td .name { display: inline; } table.cards td:first-child { font-weight: 600; } table.cards td.zero { display: none; }
          tr.attention td:first-child, tr.trouble td:first-child { box-shadow: none; }
          tr.attention { box-shadow: inset 4px 0 0 var(--amber); } tr.trouble { box-shadow: inset 4px 0 0 var(--red); }
        }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e8edf1; --soft: #a9b6c1; --line: #35414c; --paper: #1b242c; --ground: #12191f; --blue: #7cb8f2;
            --blue-dark: #0b3560; --green: #7fd6a2; --amber: #f2bd6b; --red: #ff9a90; --green-ground: #133322;
            --amber-ground: #3a2a10; --red-ground: #40191a; }
          th { background: #202a33; } a:hover { color: #b7d8f8; } button { background: #7cb8f2; color: #0b1a28; }
          .tag { background: #2c3843; } td.zero { color: #8b98a3; }
        }
        """

    /// Replaces the live part of a page every second while the page is looked at; without script the page still reads.
    static let script = """
        "use strict";
        (function () {
          const live = document.querySelector("[data-live]");
          if (!live) return;
          const stamp = document.querySelector("[data-stamp]");
          let failures = 0;
          async function refresh() {
            if (!document.hidden) {
              try {
                const answer = await fetch(live.dataset.live, { headers: { "Accept": "text/html" } });
                if (!answer.ok) throw new Error(answer.status);
                const text = await answer.text();
                const focused = document.activeElement && live.contains(document.activeElement) ? document.activeElement.id : "";
                live.innerHTML = text;
                if (focused) { const again = document.getElementById(focused); if (again) again.focus(); }
                failures = 0;
                if (stamp) stamp.textContent = "Live, " + new Date().toLocaleTimeString("en-GB");
              } catch (error) {
                failures += 1;
                if (stamp) stamp.textContent = "The hub does not answer; these figures are old (" + failures + " tries)";
              }
            }
            setTimeout(refresh, failures > 5 ? 5000 : 1000);
          }
          setTimeout(refresh, 1000);
        })();
        """
}
