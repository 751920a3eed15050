// Draws what data-chart holds; a click on a value opens its rows. Tooltips are drawn on the canvas, so that no crawled text becomes HTML.
"use strict";

const BLUES = ["#1f5fae", "#d98a2b", "#3c8f5c"];

function optionsFor(chart) {
  const lines = chart.kind === "lines";
  const names = { type: "category", data: chart.names, axisTick: { show: false } };
  const values = { type: "value", minInterval: 1, splitLine: { lineStyle: { color: "#e6ebf2" } } };
  return {
    animation: false,
    color: BLUES,
    aria: { enabled: true, decal: { show: chart.series.length > 1 } },
    tooltip: { trigger: "axis", renderMode: "richText", confine: true },
    legend: lines ? { top: 0, right: 0 } : undefined,
    grid: { left: 8, right: 16, top: lines ? 30 : 8, bottom: 4, containLabel: true },
    xAxis: lines ? names : values,
    yAxis: lines ? values : { ...names, inverse: true, axisLabel: { width: 130, overflow: "truncate" } },
    series: chart.series.map(([name, data]) => ({
      name, data, type: lines ? "line" : "bar", smooth: false, barMaxWidth: 16, symbolSize: 6,
    })),
  };
}

document.querySelectorAll("[data-chart]").forEach((place) => {
  const drawn = echarts.init(place, null, { renderer: "canvas" });
  const chart = JSON.parse(place.dataset.chart);
  drawn.setOption(optionsFor(chart));
  drawn.on("click", (at) => {
    const where = chart.series[at.seriesIndex][2][at.dataIndex];
    if (where) location.assign(where);
  });
  new ResizeObserver(() => drawn.resize()).observe(place);
});
