import type { ReactNode } from 'react';
import {
  Dialog as AriaDialog,
  Tabs as AriaTabs,
  FileTrigger,
  Heading,
  Modal,
  ModalOverlay,
  Button as Press,
  Tab,
  TabList,
  TabPanel,
} from 'react-aria-components';
import { useT } from '../words.ts';

/** A button. `plain` for the second choice, `danger` for what cannot be undone; `pending` while the act runs. */
export function Button(props: {
  children: ReactNode;
  onPress?: () => void;
  look?: 'main' | 'plain' | 'danger';
  type?: 'button' | 'submit';
  pending?: boolean;
  disabled?: boolean;
}) {
  const { children, onPress, look = 'main', type = 'button', pending, disabled } = props;
  // A plain element: react-aria announces its pending buttons through an image whose label points at the
  // button, and the label leads nowhere once the screen has changed. It stays focusable while it waits.
  return (
    <button
      className={look === 'main' ? 'button' : `button ${look}`}
      type={pending ? 'button' : type}
      aria-busy={pending || undefined}
      aria-disabled={pending || undefined}
      disabled={disabled ?? false}
      onClick={pending ? undefined : onPress && (() => onPress())}
    >
      {children}
    </button>
  );
}

/** A link; one to a screen of this face opens without a reload. `look` makes it a button to the eye. */
export function Link(props: {
  href: string;
  children: ReactNode;
  look?: 'main' | 'plain';
  download?: boolean;
}) {
  const { href, children, look, download } = props;
  const className = look && (look === 'main' ? 'button' : 'button plain');
  return (
    <a href={href} className={className} download={download}>
      {children}
    </a>
  );
}

/** A dialog over the page, for a confirmation that names its effect. Escape and a press outside close it. */
export function Dialog(props: {
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  /** Buttons at the end; a button to close is always there. */
  actions?: ReactNode;
}) {
  const { open, onClose, title, children, actions } = props;
  const t = useT();
  return (
    <ModalOverlay
      className="curtain"
      isOpen={open}
      isDismissable
      onOpenChange={(now) => {
        if (!now) onClose();
      }}
    >
      <Modal className="dialog">
        <AriaDialog>
          <Heading slot="title">{title}</Heading>
          {children}
          <div className="row">
            {actions}
            <Button look="plain" onPress={onClose}>
              {t('ui.part.close')}
            </Button>
          </div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/** Views of one thing, of which one is shown. */
export function Tabs(props: {
  label: string;
  tabs: readonly { id: string; label: string; children: ReactNode }[];
}) {
  return (
    <AriaTabs className="tabs">
      <TabList aria-label={props.label}>
        {props.tabs.map(({ id, label }) => (
          <Tab key={id} id={id}>
            {label}
          </Tab>
        ))}
      </TabList>
      {props.tabs.map(({ id, children }) => (
        <TabPanel key={id} id={id}>
          {children}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}

/** Opens the file chooser, or the camera with `photo`. `types` are MIME types. */
export function FileButton(props: {
  onSelect: (files: File[]) => void;
  types: readonly string[];
  many?: boolean;
  photo?: boolean;
  label?: string;
  pending?: boolean;
}) {
  const { onSelect, types, many, photo, label, pending } = props;
  const t = useT();
  return (
    <FileTrigger
      acceptedFileTypes={types}
      allowsMultiple={many ?? false}
      {...(photo ? { defaultCamera: 'environment' as const } : {})}
      onSelect={(files) => onSelect([...(files ?? [])])}
    >
      <Press className="button plain" isDisabled={pending ?? false}>
        {label ?? t(photo ? 'ui.part.take_photo' : 'ui.part.choose_file')}
      </Press>
    </FileTrigger>
  );
}
