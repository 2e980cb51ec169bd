// Put into a page by looks.py: what only the page itself can tell.
var looks = (() => {
  const seen = new Set()
  let last = null
  const PRESSED = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=slider], [role=tab]"
  const STOPS = PRESSED + ", [tabindex='0'], audio[controls], video[controls]"

  const named = one => {
    const id = one.id ? "#" + one.id : one.classList[0] ? "." + one.classList[0] : ""
    return `<${one.tagName.toLowerCase()}${id}> ${(one.textContent || one.getAttribute("aria-label") || "").trim().replace(/\s+/g, " ").slice(0, 30)}`
  }
  const shown = one => one.checkVisibility({ visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: false }) && one.getClientRects().length > 0
  // For screen readers alone: clipped away.
  const unseen = one => {
    for (let at = one; at; at = at.parentElement) {
      const style = getComputedStyle(at), box = at.getBoundingClientRect()
      if (style.clipPath !== "none" && box.width <= 1 && box.height <= 1) return true
    }
    return false
  }
  const texts = function* () {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node; (node = walker.nextNode());) {
      const one = node.parentElement
      if (node.data.trim() && !one.closest("script, style, noscript, template, title, option") && shown(one) && !unseen(one)) yield [node, one]
    }
  }
  const MANY = 24, JUDGED = 8
  const COUNTS = /^(class|role|type|lang|tabindex|hidden|aria-(current|hidden|pressed|expanded|selected|checked|disabled))$/
  const built = one => [one, ...one.querySelectorAll("*")].map(part => part.tagName + [...part.attributes].map(({ name, value }) =>
    COUNTS.test(name) ? `${name}=${value}` : name === "style" ? value.replace(/[\d.]+(px|em|rem|%)/g, "") : name)).join()
  const first = (found, most = 6) => [...new Set(found)].slice(0, most)

  return {
    // Nobody has touched anything yet: what is said to follow an input follows the size of the window.
    async shift() {
      let sum = 0
      const moved = []
      const add = one => { sum += one.value; moved.push(...one.sources.flatMap(({ node }) => node?.nodeType === 1 ? [named(node)] : [])) }
      new PerformanceObserver(list => list.getEntries().forEach(add)).observe({ type: "layout-shift", buffered: true })
      await new Promise(done => setTimeout(done, 250))
      return [sum, first(moved, 3).join(", ")]
    },
    images: () => first([...document.images].filter(one => one.complete && !one.naturalWidth && one.getAttribute("src")).map(one => one.src.slice(0, 80))),
    overflow() {
      const room = document.documentElement.clientWidth
      return document.documentElement.scrollWidth > room + 1 ? document.documentElement.scrollWidth : 0
    },
    small(least) {
      const found = []
      for (const [, one] of texts()) {
        let size = parseFloat(getComputedStyle(one).fontSize)
        const matrix = one.getScreenCTM && one.getScreenCTM()
        if (matrix) size *= Math.min(Math.hypot(matrix.a, matrix.b), Math.hypot(matrix.c, matrix.d))
        if (size < least - 0.01) found.push(`${size.toFixed(1)} px ${named(one)}`)
      }
      for (const one of document.body.querySelectorAll("*")) for (const pseudo of ["::before", "::after"]) {
        const style = getComputedStyle(one, pseudo)
        if (/\p{L}|\p{N}/u.test(style.content) && !/^(none|normal|counter)/.test(style.content) && parseFloat(style.fontSize) < least - 0.01 && shown(one)) found.push(`${style.fontSize} ${pseudo} of ${named(one)}`)
      }
      return first(found)
    },
    targets(least) {
      const found = [], begun = scrollY
      for (const one of document.querySelectorAll(PRESSED)) {
        if (!shown(one) || unseen(one) || one.disabled || one.matches(".skip")) continue
        // WCAG 2.5.8: a link in a sentence is as high as its line.
        if (one.tagName === "A" && getComputedStyle(one).display.startsWith("inline") && !getComputedStyle(one).display.includes("flex")) {
          let block = one.parentElement
          while (block && getComputedStyle(block).display.startsWith("inline")) block = block.parentElement
          if (block && block.textContent.trim() !== one.textContent.trim()) continue
        }
        const label = one.labels && one.labels[0]
        const wide = Math.max(one.getBoundingClientRect().width, label ? label.getBoundingClientRect().width : 0)
        const high = Math.max(one.getBoundingClientRect().height, label && label.contains(one) ? label.getBoundingClientRect().height : 0)
        if (wide >= least - 0.5 && high >= least - 0.5) continue
        // What lies over it may be part of it: a link that fills its card.
        one.scrollIntoView({ block: "center", behavior: "instant" })
        const now = one.getBoundingClientRect(), x = now.x + now.width / 2, y = now.y + now.height / 2, arm = least / 2 - 1
        const hit = (across, down) => { const at = document.elementFromPoint(x + across, y + down); return at && (at === one || one.contains(at) || (label && label.contains(at))) }
        if (hit(-arm, 0) && hit(arm, 0) && hit(0, -arm) && hit(0, arm)) continue
        found.push(`${Math.round(wide)}x${Math.round(high)} ${named(one)}`)
      }
      scrollTo(0, begun)
      return first(found)
    },
    // Hundreds of rows that are built alike are judged alike, and axe takes seconds for them: it sees some of each build.
    async axe(options) {
      const rest = []
      for (const one of document.body.querySelectorAll("*")) {
        const builds = new Map()
        if (one.children.length > MANY) for (const child of one.children) {
          const build = built(child), before = builds.get(build) || 0
          builds.set(build, before + 1)
          if (before >= JUDGED) rest.push(child)
        }
      }
      const places = rest.map(one => { const place = new Comment(); one.replaceWith(place); return place })
      const told = await axe.run(document, { resultTypes: ["violations"], ...options })
      places.forEach((place, at) => place.replaceWith(rest[at]))
      return told.violations.map(one => `${one.id} (${one.impact}) ${one.nodes.length}x ${one.nodes[0].html.slice(0, 120)} ${one.nodes[0].any[0]?.message ?? ""}`)
    },
    stops() {
      const groups = new Set()
      return [...document.querySelectorAll(STOPS)].filter(one => {
        if (!shown(one) || one.disabled || one.tabIndex < 0 || one.closest("[inert]")) return false
        if (one.type !== "radio") return true
        const fresh = !groups.has(one.name); groups.add(one.name); return fresh
      }).length
    },
    begin() { document.documentElement.style.scrollBehavior = "auto"; seen.clear(); last = null; document.activeElement.blur(); getSelection().removeAllRanges(); scrollTo(0, 0) },
    stop() {
      const one = document.activeElement
      if (!one || one === document.body) return ""
      const again = seen.has(one)
      seen.add(one)
      // What has controls of its own has stops within itself.
      if (again) return ""
      const words = []
      const style = getComputedStyle(one), box = one.getBoundingClientRect()
      const marked = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0
      if (!marked && !one.matches("audio, video")) words.push(`cannot be seen: ${named(one)}`)
      if (box.bottom < 0 || box.top > innerHeight || box.right < 0 || box.left > innerWidth) words.push(`out of sight: ${named(one)}`)
      if (last && !(last.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) && seen.size > 1 && !last.contains(one)) words.push(`goes back to ${named(one)}`)
      last = one
      return words.join("; ")
    },
    reached: () => seen.size,
    // Pixels across between the margins that the page asks for; a sheet that may not be read says nothing of them.
    paper(usual) {
      const name = getComputedStyle(document.body).page, asked = { size: "", "margin-left": "", "margin-right": "" }, rules = []
      for (const sheet of document.styleSheets) try { rules.push(...sheet.cssRules) } catch { /* of another origin, as every file is */ }
      // What is asked of pages of that name outdoes what is asked of all.
      for (const of of ["", name]) for (const rule of rules) if (rule instanceof CSSPageRule && rule.selectorText === of)
        for (const key in asked) asked[key] = rule.style.getPropertyValue(key) || asked[key]
      if (!asked["margin-left"]) return usual
      const probe = document.body.appendChild(document.createElement("div"))
      probe.style.cssText = `position: absolute; width: calc(${/landscape/.test(asked.size) ? 297 : 210}mm - ${asked["margin-left"]} - ${asked["margin-right"]})`
      const across = probe.getBoundingClientRect().width
      probe.remove()
      return Math.round(across)
    },
    clipped() {
      const found = []
      for (const [, one] of texts()) {
        for (let at = one; at && at !== document.body; at = at.parentElement) {
          const style = getComputedStyle(at)
          if (style.overflowX === "visible" && style.overflowY === "visible") continue
          const wide = style.overflowX !== "visible" && at.scrollWidth > at.clientWidth + 1
          const high = style.overflowY !== "visible" && at.scrollHeight > at.clientHeight + 1
          if ((wide || high) && !(at.clientWidth <= 1)) { found.push(named(at)); break }
        }
      }
      return first(found)
    },
    words: () => [...texts()].map(([node]) => node.data.trim()).join(""),
    dead: () => first([...document.querySelectorAll("button, input, select, textarea, [role=button], [role=slider]")].filter(one => shown(one) && !one.disabled && !one.readOnly && !one.closest("form[action], .tick")).map(named)),
  }
})()
