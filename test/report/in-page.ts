// What tests look at inside of a page. These are texts, run there: the types of a browser are not those of the rest of the project.

/** The lowest contrast of any text with its background, by the formula of WCAG 2.2. */
export const lowestContrast = `(() => {
  const luminance = (color) => {
    const [r, g, b] = color.match(/[\\d.]+/g).slice(0, 3).map((value) => value / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const backgroundOf = (element) => {
    for (let each = element; each !== null; each = each.parentElement) {
      const { backgroundColor } = getComputedStyle(each);
      if (backgroundColor !== 'rgba(0, 0, 0, 0)') return backgroundColor;
    }
    return 'rgb(255, 255, 255)';
  };
  const ratios = [...document.querySelectorAll('h1, h2, h3, p, a, code, svg text')].map((element) => {
    const style = getComputedStyle(element);
    const text = luminance(element instanceof SVGElement ? style.fill : style.color);
    const background = luminance(backgroundOf(element));
    return (Math.max(text, background) + 0.05) / (Math.min(text, background) + 0.05);
  });
  return Math.min(...ratios);
})()`;

/** How much wider than its window the page is, in pixels. */
export const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

/** The texts of pictures that are cut, or overlap one another. */
export const badTexts = `(() => {
  const found = [];
  for (const picture of document.querySelectorAll('svg')) {
    const frame = picture.getBoundingClientRect();
    const texts = [...picture.querySelectorAll('text')].map((element) => ({ text: element.textContent, box: element.getBoundingClientRect() }));
    texts.forEach(({ text, box }, index) => {
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 1) found.push(text + ' is cut');
      for (const { text: other, box: its } of texts.slice(index + 1)) {
        const isApart = box.right <= its.left + 1 || its.right <= box.left + 1 || box.bottom <= its.top + 2 || its.bottom <= box.top + 2;
        if (!isApart) found.push(text + ' overlaps ' + other);
      }
    });
  }
  return found;
})()`;
