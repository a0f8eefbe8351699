// Draws what the page tells in words and tables beside each picture. Colours come from the page's own, so that light, dark and print agree.
(() => {
  'use strict';
  const shown = [];
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  const two = v => v.toLocaleString('en', { maximumSignificantDigits: 2 });
  const usd = v => Math.abs(v) >= 995e6 ? two(v / 1e9) + ' bn' : Math.abs(v) >= 995e3 ? two(v / 1e6) + ' m' : two(v);
  const number = v => v.toLocaleString('en', { maximumSignificantDigits: 3 });
  const text = () => ({ color: colour('ink'), fontSize: 12, fontFamily: 'system-ui, "Segoe UI", Roboto, sans-serif' });
  const axis = () => ({ axisLine: { lineStyle: { color: colour('quiet') } }, axisLabel: { color: colour('quiet'), fontSize: 11, hideOverlap: true }, splitLine: { lineStyle: { color: colour('line') } }, nameTextStyle: { color: colour('quiet'), fontSize: 11, align: 'left' } });
  const days = { year: '{yyyy}', month: '{MMM} {yyyy}', day: '{d} {MMM}', hour: '{d} {MMM}' };
  const tip = () => ({ renderMode: 'richText', backgroundColor: colour('paper'), borderColor: colour('quiet'), borderWidth: 1, shadowBlur: 0, shadowColor: 'transparent', textStyle: text(), confine: true });

  const draw = {
    timeline(f) {
      const lines = [f.verified !== null && { yAxis: f.verified, name: number(f.verified) + ' kW verified', lineStyle: { color: colour('ink'), type: 'solid' } },
        f.told !== null && f.told !== f.verified && { yAxis: f.told, name: number(f.told) + ' kW as told', lineStyle: { color: colour('ink'), type: 'dashed' } }].filter(Boolean);
      const total = f.orders[f.orders.length - 1].sum, top = Math.max(total, ...lines.map(l => l.yAxis).filter(v => v <= 4 * total)) * 1.15 || 1;
      return {
        tooltip: { ...tip(), trigger: 'item' },
        grid: [{ left: 52, right: 16, top: 28, height: '42%' }, { left: 52, right: 16, top: '66%', bottom: 28 }],
        xAxis: [{ type: 'time', gridIndex: 0, min: f.start, max: f.end, ...axis(), axisLabel: { show: false } }, { type: 'time', gridIndex: 1, min: f.start, max: f.end, minInterval: 864e5, splitNumber: 4, ...axis(), axisLabel: { ...axis().axisLabel, formatter: days }, splitLine: { show: false } }],
        yAxis: [{ type: 'value', gridIndex: 0, min: 0, max: top, name: 'accelerators ordered, added up, kW', ...axis(), axisLabel: { ...axis().axisLabel, formatter: number, showMaxLabel: false } },
          { type: 'value', gridIndex: 1, min: 0, name: 'each order, H100e', splitNumber: 2, ...axis(), axisLabel: { ...axis().axisLabel, formatter: number } }],
        series: [
          { type: 'line', step: 'end', symbol: 'none', xAxisIndex: 0, yAxisIndex: 0, data: [[f.start, 0], ...f.orders.map(o => [o.day, o.sum]), [f.end, total]], lineStyle: { color: colour('more'), width: 2 }, itemStyle: { color: colour('more') },
            markLine: { silent: true, symbol: 'none', data: lines.filter(l => l.yAxis <= top), lineStyle: { width: 1.5 }, label: { position: 'insideStartTop', formatter: '{b}', color: colour('ink'), fontSize: 11 } } },
          { type: 'custom', xAxisIndex: 1, yAxisIndex: 1, data: f.orders.map(o => ({ value: [o.day, o.h], o })), encode: { x: 0, y: 1 },
            renderItem(params, api) {
              const o = f.orders[params.dataIndex], [x, y] = api.coord([api.value(0), api.value(1)]), foot = api.coord([api.value(0), 0])[1], tone = colour(o.counts ? 'more' : 'less');
              return { type: 'group', children: [{ type: 'line', shape: { x1: x, y1: foot, x2: x, y2: y }, style: { stroke: tone, lineWidth: 2 } },
                { type: 'circle', shape: { cx: x, cy: y, r: 4 }, style: { fill: o.counts ? tone : colour('paper'), stroke: tone, lineWidth: 1.5 } }] };
            },
            tooltip: { formatter: p => { const o = f.orders[p.dataIndex]; return `${o.day}, ${o.id}\n${number(o.h)} H100e, ${number(o.kw)} kW`; } } },
        ],
      };
    },
    balance(f) {
      const hatch = { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4, color: colour('more') };
      return {
        tooltip: { ...tip(), trigger: 'item', valueFormatter: v => v === null || v === undefined ? 'not told' : usd(v) + ' USD' },
        legend: { top: 0, left: 0, textStyle: { ...text(), fontSize: 11 }, itemWidth: 14, itemHeight: 10, selectedMode: false },
        grid: { left: 76, right: 56, top: 30, bottom: 24 },
        xAxis: { type: 'value', min: 0, ...axis(), splitNumber: 4, axisLabel: { ...axis().axisLabel, formatter: usd } },
        yAxis: { type: 'category', inverse: true, data: f.map(s => s.period), ...axis(), splitLine: { show: false } },
        series: [
          { name: 'owns', type: 'bar', data: f.map(s => s.assets), itemStyle: { color: colour('less') }, barMaxWidth: 16, label: { show: true, position: 'right', formatter: p => usd(p.value), color: colour('ink'), fontSize: 11 } },
          { name: 'owes: deposits', type: 'bar', stack: 'owes', data: f.map(s => s.deposits), itemStyle: { color: colour('paper'), borderColor: colour('more'), borderWidth: 1, decal: hatch }, barMaxWidth: 16 },
          { name: 'owes: other', type: 'bar', stack: 'owes', data: f.map(s => s.other), itemStyle: { color: colour('own') }, barMaxWidth: 16 },
        ],
      };
    },
    route(f) {
      const all = [...f.legs.flat(), ...f.direct.flat()], lons = all.map(p => p[0]), lats = all.map(p => p[1]);
      const mid = [(Math.min(...lons) + Math.max(...lons)) / 2, (Math.min(...lats) + Math.max(...lats)) / 2];
      const wide = Math.max(Math.max(...lons) - Math.min(...lons), 2 * (Math.max(...lats) - Math.min(...lats)), 12) * 1.35;
      const west = mid[0] - wide / 2, east = mid[0] + wide / 2, north = Math.min(84, mid[1] + wide / 4), south = Math.max(-80, mid[1] - wide / 4);
      return {
        tooltip: { ...tip(), trigger: 'item' },
        geo: { map: 'land', roam: false, silent: true, boundingCoords: [[west, north], [east, south]], left: 0, right: 0, top: 0, bottom: 0, aspectScale: 0.9, itemStyle: { areaColor: colour('land'), borderWidth: 0 }, emphasis: { disabled: true } },
        series: [
          { type: 'lines', coordinateSystem: 'geo', polyline: true, silent: true, data: f.direct.map(coords => ({ coords })), lineStyle: { color: colour('quiet'), type: 'dotted', width: 1.5, opacity: 1 } },
          { type: 'lines', coordinateSystem: 'geo', polyline: true, silent: true, data: f.legs.map(coords => ({ coords })), lineStyle: { color: colour('more'), width: 2, opacity: 1 } },
          { type: 'scatter', coordinateSystem: 'geo', data: f.places.map(p => ({ name: p.name + (p.hub ? ' (hub)' : ''), value: p.at, symbol: p.hub ? 'rect' : 'circle', label: { position: p.at[0] > mid[0] + wide / 5 ? 'left' : 'right' } })), symbolSize: 9, itemStyle: { color: colour('ink'), opacity: 1 },
            label: { show: true, formatter: '{b}', position: 'right', color: colour('ink'), fontSize: 12, textBorderColor: colour('paper'), textBorderWidth: 3 }, labelLayout: { hideOverlap: false, moveOverlap: 'shiftY' }, tooltip: { formatter: '{b}' } },
        ],
      };
    },
    network(f) {
      const symbol = n => n.restricted ? 'diamond' : n.kind === 'link' ? 'rect' : 'circle', size = n => n.kind === 'subject' ? 18 : n.restricted ? 18 : n.kind === 'link' ? 8 : 12;
      return {
        tooltip: { ...tip(), trigger: 'item', formatter: p => p.dataType === 'edge' ? p.data.why : p.data.name + (p.data.restricted ? '\nits name stands on a list' : '') },
        series: [{
          type: 'graph', layout: 'force', roam: false, draggable: false, animation: false, left: 60, right: 60, top: 24, bottom: 24, force: { repulsion: 220, edgeLength: [60, 110], layoutAnimation: false, initLayout: 'circular', gravity: 0.12 },
          data: f.nodes.map(n => ({ ...n, symbol: symbol(n), symbolSize: size(n), itemStyle: { color: n.restricted ? colour('ramp-5') : n.kind === 'subject' ? colour('ink') : n.kind === 'link' ? colour('quiet') : colour('paper'), borderColor: colour('ink'), borderWidth: 1.5 } })),
          edges: f.edges.map(e => ({ source: e.from, target: e.to, why: e.why, lineStyle: { color: colour('quiet'), width: 1, opacity: 1, curveness: 0 } })),
          label: { show: true, position: 'bottom', formatter: p => p.data.name.length > 24 ? p.data.name.slice(0, 23) + '…' : p.data.name, color: colour('ink'), fontSize: 11, textBorderColor: colour('paper'), textBorderWidth: 3 },
          labelLayout: { hideOverlap: true }, emphasis: { disabled: true },
        }],
      };
    },
  };

  draw.marks = f => {
    const narrow = innerWidth < 820, tones = ['more', 'own', 'less', 'quiet', 'ramp-5', 'ink'];
    return {
      tooltip: { ...tip(), trigger: 'item', formatter: p => `${p.data.m.at.slice(0, 10)}${p.data.m.until ? ' to ' + p.data.m.until.slice(0, 10) : ''}\n${p.data.m.text}` },
      grid: { left: narrow ? 84 : 148, right: 20, top: 12, bottom: 28 },
      xAxis: { type: 'time', min: f.start, ...axis(), splitNumber: 4, minInterval: 864e5, axisLabel: { ...axis().axisLabel, formatter: days } },
      yAxis: { type: 'category', data: f.lanes, inverse: true, ...axis(), axisTick: { show: false }, splitLine: { show: true, lineStyle: { color: colour('line') } }, axisLabel: { color: colour('ink'), fontSize: 11, width: narrow ? 76 : 140, overflow: 'break' } },
      series: [{
        type: 'custom', data: f.marks.map(m => ({ value: [m.at, m.lane, m.until || m.at], m })), encode: { x: [0, 2], y: 1 }, clip: true,
        renderItem(params, api) {
          const [x, y] = api.coord([api.value(0), api.value(1)]), end = api.coord([api.value(2), api.value(1)])[0], lane = api.value(1), tone = colour(tones[lane]);
          if (end - x > 3) return { type: 'rect', shape: { x, y: y - 5, width: end - x, height: 10 }, style: { fill: tone, stroke: colour('paper'), lineWidth: 1 } };
          return lane % 2 ? { type: 'polygon', shape: { points: [[x, y - 7], [x + 6, y], [x, y + 7], [x - 6, y]] }, style: { fill: tone, stroke: colour('paper'), lineWidth: 1 } }
            : { type: 'circle', shape: { cx: x, cy: y, r: 5 }, style: { fill: tone, stroke: colour('paper'), lineWidth: 1 } };
        },
      }],
    };
  };
  draw.surge = f => {
    const shapes = [['more', 'solid'], ['ink', 'solid'], ['less', 'dashed'], ['own', 'dotted']];
    // Named at its peak; what runs along the axis is told in the sentence below and the table.
    const peak = l => Math.max(...l.weeks.map(w => w[1])), highest = Math.max(...f.lines.map(peak));
    return {
      tooltip: { ...tip(), trigger: 'item', formatter: p => `${p.seriesName}, week of ${p.data[0]}\n${usd(p.data[1])} USD` },
      grid: { left: 64, right: 20, top: 32, bottom: 28 },
      xAxis: { type: 'time', ...axis(), splitNumber: 5, minInterval: 864e5, axisLabel: { ...axis().axisLabel, formatter: days } },
      yAxis: { type: 'value', min: 0, name: 'USD a week', ...axis(), axisLabel: { ...axis().axisLabel, formatter: usd } },
      series: f.lines.map((l, i) => ({
        name: l.country, type: 'line', data: l.weeks, symbolSize: 5, lineStyle: { color: colour(shapes[i][0]), type: shapes[i][1], width: 2 }, itemStyle: { color: colour(shapes[i][0]) },
        markPoint: { silent: true, symbol: 'circle', symbolSize: 1, data: peak(l) >= 0.05 * highest ? [{ type: 'max', label: { show: true, formatter: l.country, position: 'top', color: colour('ink'), fontSize: 12, fontWeight: 600 } }] : [] },
        markLine: i ? undefined : { silent: true, symbol: 'none', data: [{ xAxis: f.rule }], lineStyle: { color: colour('ink'), type: 'solid', width: 1.5 }, label: { formatter: 'the rule', position: 'insideEndTop', color: colour('ink'), fontSize: 11 } },
      })),
    };
  };
  draw.calibration = f => {
    const low = Math.min(...f.map(b => Math.max(Math.min(b.said, b.low || b.said), 1e-5))), floor = Math.pow(10, Math.floor(Math.log10(low))), at = v => Math.max(v, floor);
    const share = v => v >= 0.01 ? (v * 100).toLocaleString('en') + ' %' : (v * 100).toLocaleString('en', { maximumSignificantDigits: 1 }) + ' %';
    return {
      tooltip: { ...tip(), trigger: 'item', formatter: p => p.data.b ? `${number(p.data.b.orders)} orders\nsaid ${share(p.data.b.said)}, seen ${share(p.data.b.seen)} (${share(p.data.b.low)} to ${share(p.data.b.high)})` : '' },
      grid: { left: 64, right: 20, top: 24, bottom: 44 },
      xAxis: { type: 'log', min: floor, max: 1, name: 'said', nameLocation: 'middle', nameGap: 26, ...axis(), axisLabel: { ...axis().axisLabel, formatter: share } },
      yAxis: { type: 'log', min: floor, max: 1, name: 'seen', ...axis(), axisLabel: { ...axis().axisLabel, formatter: share } },
      series: [
        { type: 'line', symbol: 'none', silent: true, data: [[floor, floor], [1, 1]], lineStyle: { color: colour('quiet'), type: 'dotted', width: 1.5 } },
        { type: 'custom', data: f.map(b => ({ value: [at(b.said), at(b.seen), at(b.low), at(b.high)], b })), encode: { x: 0, y: [1, 2, 3] },
          renderItem(params, api) {
            const [x, y] = api.coord([api.value(0), api.value(1)]), foot = api.coord([api.value(0), api.value(2)])[1], head = api.coord([api.value(0), api.value(3)])[1];
            return { type: 'group', children: [{ type: 'line', shape: { x1: x, y1: foot, x2: x, y2: head }, style: { stroke: colour('more'), lineWidth: 1.5 } }, { type: 'circle', shape: { cx: x, cy: y, r: 4 }, style: { fill: colour('more') } }] };
          } },
      ],
    };
  };

  // Drawn anew from nothing: what a chart still had to do for its old size or colours goes with it.
  function show(place) {
    echarts.getInstanceByDom(place)?.dispose();
    // What is not shown, as in print, has no size to draw on, and a map cannot be fitted into nothing.
    if (!place.clientWidth || !place.clientHeight) return;
    echarts.init(place, null, { renderer: 'canvas' }).setOption({ animation: false, textStyle: text(), ...draw[place.dataset.chart](JSON.parse(place.dataset.figures)) });
  }

  let waiting = 0;
  const now = () => shown.forEach(show);
  const soon = () => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(now); };

  async function start() {
    for (const place of document.querySelectorAll('[data-chart]')) {
      if (place.dataset.land && !echarts.getMap('land')) {
        const answer = await fetch(place.dataset.land).catch(() => null);
        if (!answer?.ok) continue;
        echarts.registerMap('land', await answer.json());
      }
      show(place);
      shown.push(place);
    }
    document.body.dataset.drawn = String(shown.length);
  }
  // What is fetched into the page later is drawn when it has come.
  document.body.addEventListener('htmx:afterSettle', event => {
    for (const place of document.querySelectorAll('[data-chart]')) if (!shown.includes(place)) { shown.push(place); show(place); }
    for (let i = shown.length - 1; i >= 0; i--) if (!shown[i].isConnected) shown.splice(i, 1);
    document.body.dataset.drawn = String(shown.length);
  });
  addEventListener('resize', soon);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', soon);
  addEventListener('beforeprint', now);
  addEventListener('afterprint', now);
  start();
})();
