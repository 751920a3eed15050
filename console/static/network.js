// Draws the shops that go together, the reason on each link; a click on a shop opens its page. All words are
// drawn on the canvas, so that no crawled text becomes HTML. The table below says the same.
const size = (node) => 18 + 6 * Math.min(5, Math.sqrt(node.leads));
const brief = (why) => why.replaceAll("统一社会", "").replaceAll("相同", "");
const short = (text) => (text.length > 14 ? `${text.slice(0, 13)}…` : text);

function optionsFor(network, width) {
  const few = network.links.length <= 40;
  return {
    animation: false,
    tooltip: {
      renderMode: "richText",
      confine: true,
      formatter: ({ dataType, data }) =>
        dataType === "edge" ? data.why : `${data.full}\n${data.platform}\n线索 ${data.leads}，已确认 ${data.confirmed}`,
    },
    series: [{
      type: "graph",
      layout: "force",
      roam: true,
      draggable: true,
      zoom: Math.min(0.85, width / 620),
      force: { repulsion: 480, edgeLength: 160, gravity: 0.07, layoutAnimation: false },
      label: { show: true, position: "bottom", color: "#22324a" },
      edgeLabel: { show: few, formatter: ({ data }) => brief(data.why), fontSize: 11, color: "#3b4a60", opacity: 1 },
      lineStyle: { color: "#8fa3bf", width: 1.5, opacity: 1 },
      data: network.nodes.map((node) => ({
        ...node,
        full: node.name,
        name: node.id,
        symbolSize: size(node),
        label: { formatter: short(node.name) },
        itemStyle: { color: node.centre ? "#c2410c" : node.confirmed ? "#1f5fae" : "#8fb3dd" },
      })),
      links: network.links,
    }],
  };
}

document.querySelectorAll("[data-network]").forEach((place) => {
  const drawn = echarts.init(place, null, { renderer: "canvas" });
  drawn.setOption(optionsFor(JSON.parse(place.dataset.network), place.clientWidth));
  drawn.on("click", ({ dataType, data }) => {
    if (dataType === "node") location.assign(data.page);
  });
  new ResizeObserver(() => drawn.resize()).observe(place);
});
