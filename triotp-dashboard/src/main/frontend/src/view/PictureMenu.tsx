import { announcement } from "../shell";
import { pictureFile, vectorFile } from "./picture";

/** The picture as a file. */
export function PictureMenu({ name, picture }: { name: string; picture: () => SVGSVGElement | null }) {
  const take = async (kind: "svg" | "png") => {
    const found = picture();
    if (found === null) {
      return;
    }
    const file = kind === "svg" ? vectorFile(found) : await pictureFile(found);
    const address = URL.createObjectURL(file);
    const link = document.createElement("a");
    link.href = address;
    link.download = `${name}.${kind}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
    announcement.value = `Saved ${name}.${kind}`;
  };
  return (
    <details class="menu">
      <summary>Save picture</summary>
      <ul>
        <li>
          <button type="button" class="link" onClick={() => void take("svg")}>
            SVG
          </button>
        </li>
        <li>
          <button type="button" class="link" onClick={() => void take("png")}>
            PNG
          </button>
        </li>
      </ul>
    </details>
  );
}
